import type { JsonObject } from '../draft-flow.ts';

interface Step {
  /** The document before the step. */
  document: JsonObject;
  /** Steps of the same name that follow each other closely are one. */
  merge: string | undefined;
  /** When it was last added to, in milliseconds. */
  at: number;
}

/** What can be undone, and done again. Documents share all that did not change, so a step costs little. */
export interface History {
  past: readonly Step[];
  future: readonly JsonObject[];
}

const maxSteps = 300;
const mergeWithinMs = 1500;

/** The history after an edit of `document`: typing in one field is one step until there is a pause. */
export function remembered(history: History, document: JsonObject, { merge, at }: Omit<Step, 'document'>): History {
  const last = history.past.at(-1);
  const continues =
    merge !== undefined && last?.merge === merge && at - last.at < mergeWithinMs && history.future.length === 0;
  if (continues) return { past: [...history.past.slice(0, -1), { ...last, at }], future: [] };
  return { past: [...history.past.slice(1 - maxSteps), { document, merge, at }], future: [] };
}

/** One step back from `document`; undefined at the beginning. */
export function stepBack({ past, future }: History, document: JsonObject) {
  const last = past.at(-1);
  if (last === undefined) return undefined;
  return { document: last.document, history: { past: past.slice(0, -1), future: [...future, document] } };
}

/** One step forward again; undefined when nothing was undone. */
export function stepForward({ past, future }: History, document: JsonObject) {
  const next = future.at(-1);
  if (next === undefined) return undefined;
  const step = { document, merge: undefined, at: 0 };
  return { document: next, history: { past: [...past, step], future: future.slice(0, -1) } };
}
