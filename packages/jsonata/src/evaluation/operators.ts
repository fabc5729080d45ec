import type { Evaluation } from './evaluation.ts';
import { Failure, fail } from './failure.ts';
import { textOf } from './text.ts';
import { asSequence, type Sequence } from './sequence.ts';

/** The number, if it is one. @throws Failure D1001 for infinity, which fails where it is used, not where it is made. */
function isNumber(value: unknown, position: number, token: string): value is number {
  if (typeof value !== 'number' || Number.isNaN(value)) return false;
  if (!Number.isFinite(value)) fail('D1001', { value, position, token });
  return true;
}

const bothFinite = (left: unknown, right: unknown): boolean =>
  typeof left === 'number' && typeof right === 'number' && left - left === 0 && right - right === 0;

/** False when a side is missing. @throws Failure T2001, T2002, D1001. */
function areNumbers(left: unknown, right: unknown, position: number, token: string): boolean {
  if (left !== undefined && !isNumber(left, position, token)) fail('T2001', { value: left, position, token });
  if (right !== undefined && !isNumber(right, position, token)) fail('T2002', { value: right, position, token });
  return left !== undefined && right !== undefined;
}

export function add(left: unknown, right: unknown, position: number): number | undefined {
  if (bothFinite(left, right) || areNumbers(left, right, position, '+')) return (left as number) + (right as number);
  return undefined;
}

export function subtract(left: unknown, right: unknown, position: number): number | undefined {
  if (bothFinite(left, right) || areNumbers(left, right, position, '-')) return (left as number) - (right as number);
  return undefined;
}

export function multiply(left: unknown, right: unknown, position: number): number | undefined {
  if (bothFinite(left, right) || areNumbers(left, right, position, '*')) return (left as number) * (right as number);
  return undefined;
}

export function divide(left: unknown, right: unknown, position: number): number | undefined {
  if (bothFinite(left, right) || areNumbers(left, right, position, '/')) return (left as number) / (right as number);
  return undefined;
}

export function modulo(left: unknown, right: unknown, position: number): number | undefined {
  if (bothFinite(left, right) || areNumbers(left, right, position, '%')) return (left as number) % (right as number);
  return undefined;
}

export function negate(value: unknown, position: number): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || Number.isNaN(value)) fail('D1002', { value, position, token: '-' });
  if (!Number.isFinite(value)) fail('D1001', { value });
  return -(value as number);
}

export function equals(evaluation: Evaluation, left: unknown, right: unknown): boolean {
  if (typeof left === 'object') return typeof right === 'object' && isDeepEqual(evaluation, left, right);
  if (typeof left === 'string') read(evaluation, left);
  return left === right && left !== undefined;
}

/** Counts the reading of a text, if it is a long one. */
function read(evaluation: Evaluation, text: string): void {
  if (text.length > 4096) evaluation.tick(text.length >> 8);
}

export function differs(evaluation: Evaluation, left: unknown, right: unknown): boolean {
  return left !== undefined && right !== undefined && !equals(evaluation, left, right);
}

/** Equal are values of the same kind with the same members in any order. */
function isDeepEqual(evaluation: Evaluation, left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  evaluation.tick();
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, index) => isDeepEqual(evaluation, item, right[index]));
  }
  // A list and an object are compared by their members too, of which the list has one more.
  if (Array.isArray(left) || Array.isArray(right)) return false;
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  return keys.every(
    key =>
      Object.hasOwn(right, key) &&
      isDeepEqual(evaluation, (left as Record<string, unknown>)[key], (right as Record<string, unknown>)[key]),
  );
}

/** False when a side is missing. @throws Failure T2010 and T2009 when the sides cannot be ordered. */
function areOrdered(evaluation: Evaluation, left: unknown, right: unknown, position: number, token: string): boolean {
  const leftKind = typeof left;
  const rightKind = typeof right;
  if (!isOrdered(leftKind) || !isOrdered(rightKind)) {
    const value = leftKind === 'string' || leftKind === 'number' ? right : left;
    fail('T2010', { value, position, token });
  }
  if (left === undefined || right === undefined) return false;
  if (leftKind !== rightKind) fail('T2009', { value: left, value2: right, position, token });
  if (leftKind === 'string') read(evaluation, left as string);
  return true;
}

const isOrdered = (kind: string): boolean => kind === 'undefined' || kind === 'string' || kind === 'number';

export function isLess(evaluation: Evaluation, left: unknown, right: unknown, position: number): boolean | undefined {
  return areOrdered(evaluation, left, right, position, '<') ? (left as number) < (right as number) : undefined;
}

export function isAtMost(evaluation: Evaluation, left: unknown, right: unknown, position: number): boolean | undefined {
  return areOrdered(evaluation, left, right, position, '<=') ? (left as number) <= (right as number) : undefined;
}

export function isMore(evaluation: Evaluation, left: unknown, right: unknown, position: number): boolean | undefined {
  return areOrdered(evaluation, left, right, position, '>') ? (left as number) > (right as number) : undefined;
}

export function isAtLeast(
  evaluation: Evaluation,
  left: unknown,
  right: unknown,
  position: number,
): boolean | undefined {
  return areOrdered(evaluation, left, right, position, '>=') ? (left as number) >= (right as number) : undefined;
}

export function isIn(evaluation: Evaluation, left: unknown, right: unknown): boolean {
  if (left === undefined || right === undefined) return false;
  if (Array.isArray(right)) evaluation.tick(right.length >> 3);
  return Array.isArray(right) ? right.includes(left) && !Number.isNaN(left) : left === right;
}

export function concat(evaluation: Evaluation, left: unknown, right: unknown, position: number): string {
  try {
    const start = typeof left === 'string' ? left : left === undefined ? '' : textOf(evaluation, left);
    const end = typeof right === 'string' ? right : right === undefined ? '' : textOf(evaluation, right);
    if (start.length + end.length > 1000) evaluation.text(start.length + end.length);
    return start + end;
  } catch (thrown) {
    throw placedAt(thrown, position, '&');
  }
}

/** What `left..right` counts; no sequence with no member is made. */
export function range(evaluation: Evaluation, left: unknown, right: unknown, position: number): Sequence | undefined {
  if (left !== undefined && !Number.isInteger(left)) fail('T2003', { value: left, position, token: '..' });
  if (right !== undefined && !Number.isInteger(right)) fail('T2004', { value: right, position, token: '..' });
  if (left === undefined || right === undefined) return undefined;
  const first = left as number;
  const size = (right as number) - first + 1;
  if (size <= 0) return undefined;
  if (size > 1e7) fail('D2014', { value: size, position, token: '..' });
  if (size > evaluation.guards.listLength) fail('D2015', { value: size, position, token: '..' });
  evaluation.entries(size);
  const numbers: number[] = [];
  for (let index = 0; index < size; index++) numbers.push(first + index);
  return asSequence(numbers);
}

/** What `$boolean` says, with nothing counting as false. @throws Failure D1001 for infinity. */
export function isTrue(value: unknown): boolean {
  switch (typeof value) {
    case 'boolean':
      return value;
    case 'string':
      return value !== '';
    case 'number':
      if (!Number.isFinite(value) && !Number.isNaN(value)) fail('D1001', { value });
      return value !== 0 && !Number.isNaN(value);
    case 'object':
      if (value === null) return false;
      if (Array.isArray(value)) return value.length === 1 ? isTrue(value[0]) : anyTrue(value);
      return Object.keys(value).length > 0;
    default:
      return false;
  }
}

/** All are looked at: one may be infinite. */
function anyTrue(values: unknown[]): boolean {
  let found = false;
  for (const value of values) if (isTrue(value)) found = true;
  return found;
}

/** For `and` and `or`, which put their own place on whatever fails in their right side. */
export function placedAt(thrown: unknown, position: number, token: string): unknown {
  if (thrown instanceof Failure || thrown instanceof RangeError) {
    const failure = thrown as Failure;
    failure.position = position;
    failure.token = token;
  }
  return thrown;
}

/** The truth of a side of `and` or `or`. */
export function isTrueAt(value: unknown, position: number, token: string): boolean {
  if (typeof value === 'boolean') return value;
  try {
    return isTrue(value);
  } catch (thrown) {
    throw placedAt(thrown, position, token);
  }
}
