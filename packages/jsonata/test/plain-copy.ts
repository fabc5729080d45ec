import { GuardError } from './guard-error.ts';

/** What a copy may still take up; shared by the parts of one copy. */
export interface CopyBudget {
  /** Characters of JSON, roughly, left to make. */
  left: number;
  textLength: number;
}

const costPerValue = 8;

/**
 * A copy in plain JSON values that shares nothing with its original and carries none of JSONata's marks: ordinary
 * arrays and prototypes, functions and missing values left out as JSON.stringify does. A key `__proto__` stays data.
 *
 * @throws GuardError when the budget is used up, which also ends structures that hold themselves, and for numbers that
 * JSON cannot hold: `null` in their place would be wrong data.
 */
export function plainCopy(value: unknown, budget: CopyBudget): unknown {
  switch (typeof value) {
    case 'string':
      if (value.length > budget.textLength) throw new GuardError('L1001', budget.textLength);
      spend(budget, value.length);
      return value;
    case 'number':
      if (!Number.isFinite(value)) throw new GuardError('D1001');
      return value;
    case 'boolean':
      return value;
    case 'object':
      if (value === null) return null;
      if (Array.isArray(value)) return copyArray(value, budget);
      return isFunction(value) ? undefined : copyObject(value as Record<string, unknown>, budget);
    default:
      return undefined;
  }
}

function copyArray(source: unknown[], budget: CopyBudget): unknown[] {
  spend(budget, costPerValue * (source.length + 1));
  const target: unknown[] = [];
  for (const item of source) target.push(plainCopy(item, budget) ?? null);
  return target;
}

function copyObject(source: Record<string, unknown>, budget: CopyBudget): Record<string, unknown> {
  const keys = Object.keys(source);
  spend(budget, costPerValue * (keys.length + 1));
  const target: Record<string, unknown> = {};
  for (const key of keys) {
    const value = plainCopy(source[key], budget);
    if (value === undefined) continue;
    if (key === '__proto__') {
      Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
    } else {
      target[key] = value;
    }
  }
  return target;
}

function spend(budget: CopyBudget, cost: number): void {
  budget.left -= cost;
  if (budget.left < 0) throw new GuardError('L1004');
}

/** JSONata's functions are objects. Data may carry the same marks, but never the code. */
function isFunction(value: Marked): boolean {
  if (value._jsonata_lambda === true) return typeof value.apply === 'function';
  return value._jsonata_function === true && typeof value.implementation === 'function';
}

interface Marked {
  _jsonata_lambda?: unknown;
  _jsonata_function?: unknown;
  apply?: unknown;
  implementation?: unknown;
}
