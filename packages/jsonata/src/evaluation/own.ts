import type { Evaluation } from './evaluation.ts';
import { fail } from './failure.ts';
import { setMember } from './paths.ts';
import { isSequence } from './sequence.ts';

const costPerValue = 8;

/**
 * A copy in plain JSON values that shares nothing with its original and carries no marks. Missing values and functions
 * are left out, as JSON.stringify does.
 * @throws Failure L1004 when the result gets too large, which also ends values that hold themselves, and D1001 for numbers
 * that JSON cannot hold.
 */
export function own(evaluation: Evaluation, value: unknown): unknown {
  switch (typeof value) {
    case 'number':
      if (value - value !== 0) fail('D1001');
      return value;
    case 'string':
      if (value.length > 8) spend(evaluation, value.length);
      return value;
    case 'boolean':
      return value;
    case 'object':
      if (value === null) return null;
      return Array.isArray(value)
        ? ownList(evaluation, value)
        : ownObject(evaluation, value as Record<string, unknown>);
    default:
      return undefined;
  }
}

function ownList(evaluation: Evaluation, source: unknown[]): unknown[] {
  spend(evaluation, costPerValue * (source.length + 1));
  const made: unknown[] = [];
  for (let index = 0; index < source.length; index++) made.push(own(evaluation, source[index]) ?? null);
  return made;
}

function ownObject(evaluation: Evaluation, source: Record<string, unknown>): Record<string, unknown> {
  const names = Object.keys(source);
  spend(evaluation, costPerValue * (names.length + 1));
  const made: Record<string, unknown> = {};
  for (const name of names) {
    const value = own(evaluation, source[name]);
    if (value !== undefined) setMember(made, name, value);
  }
  return made;
}

/** The same for a value that only carries marks itself. */
export function unmarked(evaluation: Evaluation, value: unknown): unknown {
  if (!isSequence(value)) return value;
  spend(evaluation, costPerValue * (value.length + 1));
  return value.slice();
}

/** An item of a list that goes out. */
export function ownItem(evaluation: Evaluation, value: unknown): unknown {
  return own(evaluation, value) ?? null;
}

export function spend(evaluation: Evaluation, cost: number): void {
  evaluation.sizeLeft -= cost;
  if (evaluation.sizeLeft < 0) fail('L1004');
  evaluation.tick(1 + (cost >> 5));
}

/** Adds an item to a list that goes out, if there is one. */
export function pushOwn(evaluation: Evaluation, list: unknown[], value: unknown): void {
  if (value === undefined) return;
  list.push(ownItem(evaluation, value));
  evaluation.list(list.length);
}

/** Adds to a list that goes out what an array constructor adds. */
export function appendOwn(evaluation: Evaluation, list: unknown[], value: unknown): void {
  if (value === undefined) return;
  if (!Array.isArray(value)) {
    list.push(ownItem(evaluation, value));
  } else {
    spend(evaluation, costPerValue * value.length);
    for (let index = 0; index < value.length; index++) list.push(ownItem(evaluation, value[index]));
  }
  evaluation.list(list.length);
}
