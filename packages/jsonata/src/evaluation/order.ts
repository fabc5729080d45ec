import type { Evaluation } from './evaluation.ts';
import { fail } from './failure.ts';

export interface OrderTerm {
  descending: boolean;
  key(item: unknown, bound: boolean): unknown;
}

const unread = Symbol('unread');

interface Ranked {
  item: unknown;
  keys: unknown[];
}

/**
 * Order-by. Keys are computed once for each item, and only when they are needed; items are compared in the same sequence
 * as jsonata compares them, so that the same pair is the first that cannot be compared.
 */
export function order(evaluation: Evaluation, list: unknown, terms: OrderTerm[], position: number): unknown {
  // What a filter has made of a list at the start of a path.
  if (!Array.isArray(list)) return list ?? [];
  if (list.length <= 1) return list;
  const bound = 'tupleStream' in list;
  const keyOf = (ranked: Ranked, index: number): unknown => {
    const known = ranked.keys[index];
    if (known !== unread) return known;
    const key = terms[index]?.key(ranked.item, bound);
    ranked.keys[index] = key;
    return key;
  };
  const isAfter = (left: Ranked, right: Ranked): boolean => {
    evaluation.tick();
    for (let index = 0; index < terms.length; index++) {
      const a = keyOf(left, index);
      const b = keyOf(right, index);
      // What is missing comes last, descending or not.
      if (a === undefined) {
        if (b === undefined) continue;
        return true;
      }
      if (b === undefined) return false;
      checkComparable(a, b, position);
      if (a === b) continue;
      return (a as number) > (b as number) !== terms[index]?.descending;
    }
    return false;
  };
  const ranked = list.map(item => ({ item, keys: terms.map((): unknown => unread) }));
  return mergeSort(ranked, isAfter).map(({ item }) => item);
}

function checkComparable(a: unknown, b: unknown, position: number): void {
  const [first, second] = [typeof a, typeof b];
  const isFirstFit = first === 'string' || first === 'number';
  if (!isFirstFit || (second !== 'string' && second !== 'number')) {
    fail('T2008', { position, value: isFirstFit ? b : a });
  }
  if (first !== second) fail('T2007', { position, value: a, value2: b });
}

/** Stable; halves as jsonata halves, and compares the same pairs in the same sequence. */
export function mergeSort<Item>(items: Item[], isAfter: (left: Item, right: Item) => boolean): Item[] {
  if (items.length <= 1) return items;
  const middle = Math.floor(items.length / 2);
  const left = mergeSort(items.slice(0, middle), isAfter);
  const right = mergeSort(items.slice(middle), isAfter);
  const merged: Item[] = [];
  let [fromLeft, fromRight] = [0, 0];
  while (fromLeft < left.length && fromRight < right.length) {
    const takeRight = isAfter(left[fromLeft] as Item, right[fromRight] as Item);
    merged.push(takeRight ? (right[fromRight++] as Item) : (left[fromLeft++] as Item));
  }
  while (fromLeft < left.length) merged.push(left[fromLeft++] as Item);
  while (fromRight < right.length) merged.push(right[fromRight++] as Item);
  return merged;
}
