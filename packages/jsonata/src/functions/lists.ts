import type { Evaluation } from '../evaluation/evaluation.ts';
import { append as addTo } from '../evaluation/paths.ts';
import { asSequence, isSequence } from '../evaluation/sequence.ts';
import { keyOf } from './distinct-key.ts';

type List = readonly unknown[];

export function sum(numbers: readonly number[] | undefined): number | undefined {
  if (numbers === undefined) return undefined;
  let total = 0;
  for (let index = 0; index < numbers.length; index++) total += numbers[index] as number;
  return total;
}

export function count(list: List | undefined): number {
  return list === undefined ? 0 : list.length;
}

export function max(numbers: readonly number[] | undefined): number | undefined {
  if (numbers === undefined || numbers.length === 0) return undefined;
  let most = Number.NEGATIVE_INFINITY;
  for (const number of numbers) most = Math.max(most, number);
  return most;
}

export function min(numbers: readonly number[] | undefined): number | undefined {
  if (numbers === undefined || numbers.length === 0) return undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const number of numbers) least = Math.min(least, number);
  return least;
}

export function average(numbers: readonly number[] | undefined): number | undefined {
  if (numbers === undefined || numbers.length === 0) return undefined;
  return (sum(numbers) ?? 0) / numbers.length;
}

/** `$append`. What is missing on one side leaves the other as it is, mark and all; else the result is an ordinary list. */
export function append(evaluation: Evaluation, first: unknown, second: unknown): unknown {
  if (first === undefined) return second;
  if (second === undefined) return first;
  const [head, tail] = [listOf(first), listOf(second)];
  evaluation.list(head.length + tail.length);
  evaluation.entries(head.length + tail.length);
  return head.concat(tail);
}

/** The list that a `$reduce` has made last, and nobody else can have. */
interface GrowingList {
  list: unknown;
}

export const growingList = (): GrowingList => ({ list: undefined });

/** `$append` to what may be that list. */
export function grow(evaluation: Evaluation, growing: GrowingList, first: unknown, second: unknown): unknown {
  if (first === undefined || second === undefined) return append(evaluation, first, second);
  if (first !== growing.list) {
    const made = append(evaluation, first, second);
    growing.list = made;
    return made;
  }
  addTo(evaluation, first as unknown[], second);
  return first;
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);

export function reverse(evaluation: Evaluation, list: List | undefined): List | undefined {
  if (list === undefined || list.length <= 1) return list;
  evaluation.entries(list.length);
  return list.toReversed();
}

/** `$zip`: lists of the first items, of the second items and so on, as long as all have one. */
export function zip(evaluation: Evaluation, lists: readonly unknown[]): unknown[] {
  let length = Number.POSITIVE_INFINITY;
  for (const list of lists) length = Math.min(length, Array.isArray(list) ? list.length : 0);
  const zipped: unknown[] = [];
  if (lists.length === 0) return zipped;
  evaluation.list(length * lists.length);
  for (let index = 0; index < length; index++) {
    evaluation.entries(lists.length);
    zipped.push(lists.map(list => (list as unknown[])[index]));
  }
  return zipped;
}

/** `$shuffle`, from the inside out. */
export function shuffle(evaluation: Evaluation, list: List | undefined): List | undefined {
  if (list === undefined || list.length <= 1) return list;
  const mixed: unknown[] = [];
  for (const [index, item] of list.entries()) {
    evaluation.tick();
    const place = Math.floor(evaluation.random() * (index + 1));
    if (place !== index) mixed[index] = mixed[place];
    mixed[place] = item;
  }
  return mixed;
}

/** `$distinct`, in linear time. Equal are values with the same members in any order. */
export function distinct(evaluation: Evaluation, value: unknown): unknown {
  if (!Array.isArray(value) || value.length <= 1) return value;
  const seen = new Set<unknown>();
  const different: unknown[] = [];
  for (const item of value as unknown[]) {
    evaluation.tick();
    const key = keyOf(evaluation, item);
    if (seen.has(key)) continue;
    seen.add(key);
    different.push(item);
  }
  return isSequence(value) ? asSequence(different) : different;
}
