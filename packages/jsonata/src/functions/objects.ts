import { isCallable } from '../evaluation/callable.ts';
import type { Evaluation } from '../evaluation/evaluation.ts';
import { fail } from '../evaluation/failure.ts';
import { append, setMember } from '../evaluation/paths.ts';
import { asSequence } from '../evaluation/sequence.ts';
import { fifteenDigits } from '../evaluation/text.ts';
import { isNumeric } from './numbers.ts';

type Members = Record<string, unknown>;

/** `$keys`: of an object, or of all objects in a list, each name once. */
export function keys(evaluation: Evaluation, value: unknown): unknown[] {
  if (!Array.isArray(value)) {
    const names = isObject(value) ? Object.keys(value) : [];
    evaluation.entries(names.length);
    return asSequence(names);
  }
  // An object, because names that look like numbers come first in one.
  const merged: Members = {};
  collectKeys(evaluation, value, merged);
  return asSequence(Object.keys(merged));
}

function collectKeys(evaluation: Evaluation, list: unknown[], into: Members): void {
  for (const item of list) {
    evaluation.tick();
    if (Array.isArray(item)) collectKeys(evaluation, item, into);
    else if (isObject(item)) {
      const names = Object.keys(item);
      evaluation.entries(names.length);
      for (const name of names) setMember(into, name, true);
    }
  }
}

/** `$lookup`: from an object, or from all objects in a list, lists joined. */
export function lookup(evaluation: Evaluation, value: unknown, key: string): unknown {
  if (!Array.isArray(value)) return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  const found: unknown[] = [];
  for (const item of value as unknown[]) {
    evaluation.tick();
    append(evaluation, found, lookup(evaluation, item, key));
  }
  return asSequence(found);
}

/** `$spread`: an object for each member. */
export function spread(evaluation: Evaluation, value: unknown): unknown {
  if (Array.isArray(value)) {
    const all: unknown[] = [];
    for (const item of value as unknown[]) {
      evaluation.tick();
      append(evaluation, all, spread(evaluation, item));
    }
    return value.length === 0 ? asSequence(all) : all;
  }
  if (!isObject(value)) return value;
  evaluation.tick(Object.keys(value).length);
  return asSequence(
    Object.entries(value).map(([name, member]) => {
      const only: Members = {};
      setMember(only, name, member);
      return only;
    }),
  );
}

/** `$merge`: later members win. */
export function merge(evaluation: Evaluation, list: readonly unknown[] | undefined): Members | undefined {
  if (list === undefined) return undefined;
  const merged: Members = {};
  for (const item of list) {
    evaluation.tick();
    if (!isObject(item)) continue;
    let count = 0;
    for (const name in item) {
      if (!Object.hasOwn(item, name)) continue;
      setMember(merged, name, item[name]);
      count++;
    }
    evaluation.entries(count);
  }
  return merged;
}

/** Most members of an object that is copied without being counted. */
const fewMembers = 32;

/** Whether it is an object that can be copied uncounted. */
export function isSmallObject(evaluation: Evaluation, value: unknown): value is Members {
  if (!isObject(value)) return false;
  evaluation.tick();
  let count = 0;
  for (const _name in value) if (++count > fewMembers) return false;
  return true;
}

/** Both objects in one. */
export const spreadBoth = (first: Members, second: Members): Members => ({ ...first, ...second });

/** What `[a, { … }]` is. */
export function baseAndObject(evaluation: Evaluation, base: unknown, object: Members): unknown[] {
  const list: unknown[] = [];
  append(evaluation, list, base);
  list.push(object);
  return list;
}

/** `$type`. @throws Failure D1001 for infinity. */
export function typeOf(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (value === null) return 'null';
  if (isNumeric(value)) return 'number';
  if (typeof value === 'string' || typeof value === 'boolean') return typeof value;
  if (Array.isArray(value)) return 'array';
  return isCallable(value) ? 'function' : 'object';
}

/**
 * `$clone`: as if through JSON. Functions become empty texts, what is missing is left out, numbers have 15 digits.
 * @throws Failure L1001 when the JSON would be too long, D1001 for infinity.
 */
export function clone(evaluation: Evaluation, value: unknown): unknown {
  if (value === undefined) return undefined;
  const isWrapped = Array.isArray(value) && 'outerWrapper' in value;
  return cloned(evaluation, isWrapped ? (value as unknown[])[0] : value, { left: evaluation.guards.textLength });
}

function cloned(evaluation: Evaluation, value: unknown, budget: { left: number }): unknown {
  evaluation.tick();
  budget.left -= typeof value === 'string' ? value.length + 2 : 3;
  if (budget.left < 0) fail('L1001');
  switch (typeof value) {
    case 'number':
      if (!isNumeric(value)) return null;
      return fifteenDigits(value) + 0;
    case 'function':
      return '';
    case 'object': {
      if (value === null) return null;
      if (Array.isArray(value)) return value.map(item => cloned(evaluation, item, budget) ?? null);
      const copy: Members = {};
      for (const name in value) {
        const member = Object.hasOwn(value, name) ? (value as Members)[name] : undefined;
        if (member !== undefined) setMember(copy, name, cloned(evaluation, member, budget));
      }
      return copy;
    }
    default:
      return value;
  }
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
