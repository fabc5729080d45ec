import { setTimeout as sleep } from 'node:timers/promises';
import { between, seededRandom } from './seeded-random.ts';

/** Milliseconds, drawn for each document. */
export interface Span {
  least: number;
  most: number;
}

/** How long the world outside takes for its work: a day of business is as long as these make it. */
export interface Pace {
  /** From an order to the supplier's answer. */
  acknowledge: Span;
  /** From a released order to the planner's change of it, and from one change to the next. */
  change: Span;
  /** From the answer to the ship notice. */
  ship: Span;
  /** From the ship notice to the goods at the dock. */
  receive: Span;
  /** From the confirmed receipt to the invoice. */
  invoice: Span;
}

/** Slow enough to watch. */
export const unhurried: Pace = {
  acknowledge: { least: 500, most: 3000 },
  change: { least: 3000, most: 8000 },
  ship: { least: 4000, most: 10_000 },
  receive: { least: 3000, most: 8000 },
  invoice: { least: 3000, most: 8000 },
};

/** Waits a time that follows from the parts. @returns false when the twin stops meanwhile */
export async function drawnPause(
  span: Span,
  closing: AbortSignal,
  ...parts: readonly (string | number)[]
): Promise<boolean> {
  if (closing.aborted) return false;
  await sleep(between(seededRandom('pause', ...parts), span.least, span.most), undefined, { signal: closing }).catch(
    (error: unknown) => {
      if (!closing.aborted) throw error;
    },
  );
  return !closing.aborted;
}
