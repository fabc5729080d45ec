import type { Evaluation } from './evaluation.ts';
import { kept, matches, setMember } from './paths.ts';
import { asSequence, isSequence } from './sequence.ts';

/** An item of a path with `@`, `#` or `%` in it: the item under `@`, and what its variables are. */
type Tuple = Record<string, unknown>;

interface TupleStream extends Array<unknown> {
  tupleStream?: true;
}

const asStream = (tuples: unknown[]): unknown[] => {
  (asSequence(tuples) as TupleStream).tupleStream = true;
  return tuples;
};

const isStream = (value: unknown): boolean => Array.isArray(value) && (value as TupleStream).tupleStream === true;

export interface TupleStep {
  evaluate(tuple: Tuple): unknown;
  focus: string | undefined;
  index: string | undefined;
  ancestor: string | undefined;
}

/** The tuples that a step makes of those before it, or of ordinary items. */
export function tupleStep(evaluation: Evaluation, input: unknown[], areTuples: boolean, step: TupleStep): unknown[] {
  const { focus, index, ancestor } = step;
  const made: unknown[] = [];
  for (const item of input) {
    const tuple = areTuples ? (item as Tuple) : { '@': item };
    evaluation.tick();
    const result = step.evaluate(tuple);
    if (result === undefined) continue;
    const items: unknown[] = Array.isArray(result) ? result : [result];
    const nested = isStream(result);
    evaluation.tick(items.length);
    for (let at = 0; at < items.length; at++) {
      const next: Tuple = nested ? { ...tuple, ...(items[at] as Tuple) } : { ...tuple };
      if (!nested) {
        if (focus === undefined) next['@'] = items[at];
        else setMember(next, focus, items[at]);
        if (index !== undefined) setMember(next, index, at);
        if (ancestor !== undefined) next[ancestor] = tuple['@'];
      }
      made.push(next);
    }
    evaluation.list(made.length);
  }
  return asStream(made);
}

/** A sort that begins the stream; a text, which a filter can make of a list, is gone through too. */
export function numberSorted(sorted: ArrayLike<unknown>, index: string | undefined): unknown[] {
  return asStream(Array.from(sorted, (item, at) => ({ '@': item, [index ?? 'undefined']: at })));
}

export type ListStage =
  | { kind: 'filter'; keeps(item: unknown, bound: boolean): unknown }
  | { kind: 'pick'; index: number }
  | { kind: 'number'; name: string };

/** Filters and `#` after a step, over its whole result. */
export function applyStages(evaluation: Evaluation, input: unknown, stages: ListStage[]): unknown[] {
  let list: unknown = input;
  for (const stage of stages) {
    if (stage.kind === 'number') {
      for (const [at, tuple] of (list as Tuple[]).entries()) setMember(tuple, stage.name, at);
    } else {
      list = stage.kind === 'pick' ? pickFrom(list, stage.index) : filter(evaluation, list, stage);
    }
  }
  return list as unknown[];
}

function pickFrom(input: unknown, index: number): unknown[] {
  const list: unknown[] = Array.isArray(input) ? input : [input];
  const item = list[index < 0 ? list.length + index : index];
  if (Array.isArray(item)) return item;
  const found = item === undefined ? [] : [item];
  return isStream(input) ? asStream(found) : asSequence(found);
}

function filter(evaluation: Evaluation, input: unknown, stage: ListStage & { kind: 'filter' }): unknown[] {
  const list: unknown[] = Array.isArray(input) ? input : [input];
  const bound = isStream(input);
  const found: unknown[] = [];
  for (let at = 0; at < list.length; at++) {
    evaluation.tick();
    const times = matches(stage.keeps(list[at], bound), at, list.length);
    for (let time = 0; time < times; time++) found.push(list[at]);
  }
  return bound ? asStream(found) : asSequence(found);
}

/** The items of a stream. */
export function itemsOfStream(tuples: unknown[]): unknown[] {
  return asSequence(tuples.map(tuple => (tuple as Tuple)['@']));
}

/** The same for what is kept as a list. */
export const keptUnlessStream = (value: unknown): unknown => (isStream(value) ? value : kept(value));

/** A stream is passed on; anything else is a value. */
export function collapseUnlessStream(value: unknown): unknown {
  if (!isSequence(value) || isStream(value) || value.length > 1) return value;
  return value.length === 0 ? undefined : value.keepSingleton === true ? value : value[0];
}
