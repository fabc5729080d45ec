import type { Evaluation } from './evaluation.ts';

type Key = (evaluation: Evaluation, item: unknown) => unknown;

/** Shorter lists are searched as fast. */
const shortest = 8;

/** Knows in which items of a list a key has a value. Made when the same list is searched again. */
interface ListIndex {
  key: Key;
  list: unknown[] | undefined;
  /** Of the list when it was last searched: a `$reduce` may add to it. */
  length: number;
  byValue: Map<unknown, unknown[]> | undefined;
}

export const listIndex = (key: Key): ListIndex => ({ key, list: undefined, length: 0, byValue: undefined });

/** The items in which the key can be equal to the value, in their order: those where it is, or all. */
export function candidates(evaluation: Evaluation, index: ListIndex, list: unknown[], value: unknown): unknown[] {
  if (list.length < shortest || typeof value === 'object') return list;
  if (index.list !== list || index.length !== list.length) {
    index.list = list;
    index.length = list.length;
    index.byValue = undefined;
    return list;
  }
  index.byValue ??= group(evaluation, list, index.key);
  return index.byValue.get(value) ?? [];
}

function group(evaluation: Evaluation, list: unknown[], key: Key): Map<unknown, unknown[]> {
  evaluation.tick(list.length);
  const byValue = new Map<unknown, unknown[]>();
  for (const item of list) {
    const value = key(evaluation, item);
    const same = byValue.get(value);
    if (same === undefined) byValue.set(value, [item]);
    else same.push(item);
  }
  return byValue;
}
