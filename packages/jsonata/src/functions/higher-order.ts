import type { Callable } from '../evaluation/callable.ts';
import type { Evaluation } from '../evaluation/evaluation.ts';
import { fail } from '../evaluation/failure.ts';
import { callWith } from '../evaluation/calls.ts';
import { isTrue } from '../evaluation/operators.ts';
import { mergeSort } from '../evaluation/order.ts';
import { setMember } from '../evaluation/paths.ts';
import { asSequence } from '../evaluation/sequence.ts';
import { isNumeric } from './numbers.ts';

type List = readonly unknown[];
type Members = Record<string, unknown>;

export function map(evaluation: Evaluation, list: List | undefined, called: Callable): unknown {
  if (list === undefined) return undefined;
  const results: unknown[] = [];
  for (let index = 0; index < list.length; index++) {
    const result = callWith(evaluation, called, 3, list[index], index, list);
    if (result !== undefined) results.push(result);
  }
  return asSequence(results);
}

export function filter(evaluation: Evaluation, list: List | undefined, called: Callable): unknown {
  if (list === undefined) return undefined;
  const kept: unknown[] = [];
  for (let index = 0; index < list.length; index++) {
    const item = list[index];
    if (isTrue(callWith(evaluation, called, 3, item, index, list))) kept.push(item);
  }
  return asSequence(kept);
}

/** `$single`. @throws Failure D3138 for a second match, D3139 for none. */
export function single(evaluation: Evaluation, list: List | undefined, called: Callable | undefined): unknown {
  if (list === undefined) return undefined;
  let match: { item: unknown } | undefined;
  for (let index = 0; index < list.length; index++) {
    const item = list[index];
    if (called !== undefined && !isTrue(callWith(evaluation, called, 3, item, index, list))) continue;
    if (match !== undefined) fail('D3138', { index });
    match = { item };
  }
  return match === undefined ? fail('D3139') : match.item;
}

/** `$reduce`. @throws Failure D3050 when the function takes fewer than two. */
export function reduce(evaluation: Evaluation, list: List | undefined, called: Callable, initial: unknown): unknown {
  if (list === undefined) return undefined;
  const { arity } = called;
  if (arity < 2) fail('D3050', { index: 1 });
  const startsWithItem = initial === undefined && list.length > 0;
  let result = startsWithItem ? list[0] : initial;
  for (let index = startsWithItem ? 1 : 0; index < list.length; index++) {
    result = callWith(evaluation, called, 4, result, list[index], index, list);
  }
  return result;
}

export function each(evaluation: Evaluation, object: Members | undefined, called: Callable): unknown {
  const results: unknown[] = [];
  for (const [name, member] of membersOf(object)) {
    const result = callWith(evaluation, called, 3, member, name, object);
    if (result !== undefined) results.push(result);
  }
  return asSequence(results);
}

/** `$sift`: nothing, when no member is left. */
export function sift(evaluation: Evaluation, object: Members | undefined, called: Callable): Members | undefined {
  const kept: Members = {};
  let isEmpty = true;
  for (const [name, member] of membersOf(object)) {
    if (!isTrue(callWith(evaluation, called, 3, member, name, object))) continue;
    setMember(kept, name, member);
    isEmpty = false;
  }
  return isEmpty ? undefined : kept;
}

const membersOf = (object: Members | undefined): [string, unknown][] =>
  typeof object === 'object' && object !== null ? Object.entries(object) : [];

/**
 * `$sort`: stable. The function says whether its first argument belongs after its second; without one, all must be
 * numbers or all texts.
 * @throws Failure D3070
 */
export function sort(evaluation: Evaluation, list: List | undefined, isAfter: Callable | undefined): List | undefined {
  if (list === undefined || list.length <= 1) return list;
  if (isAfter !== undefined) {
    evaluation.entries(list.length);
    return mergeSort([...list], (left, right) => {
      evaluation.tick();
      return Boolean(isAfter(evaluation, null, [left, right]));
    });
  }
  const isSortable = allNumeric(list) || list.every(item => typeof item === 'string');
  if (!isSortable) fail('D3070', { index: 1 });
  evaluation.entries(list.length);
  return (list as number[]).toSorted((left, right) => (left > right ? 1 : left < right ? -1 : 0));
}

/** All are looked at: one may be infinite. */
function allNumeric(list: List): boolean {
  let others = 0;
  for (const item of list) if (!isNumeric(item)) others++;
  return others === 0;
}
