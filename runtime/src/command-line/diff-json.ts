import { jsonPointer } from '@lineshaft/flow';

/** A place where two JSON values differ. */
export interface Difference {
  /** JSON pointer; empty for the values as a whole. */
  path: string;
  /** Undefined where only the other has something. */
  expected: unknown;
  actual: unknown;
}

/** Field by field: entries of lists by their place, fields of objects by their name, in whatever order they stand. */
export function diffJson(expected: unknown, actual: unknown): Difference[] {
  return differences(expected, actual, []);
}

function differences(expected: unknown, actual: unknown, path: readonly string[]): Difference[] {
  const alike = Array.isArray(expected) === Array.isArray(actual);
  if (alike && isObject(expected) && isObject(actual)) return inside(expected, actual, path);
  return Object.is(expected, actual) ? [] : [{ path: jsonPointer(path), expected, actual }];
}

function inside(expected: Record<string, unknown>, actual: Record<string, unknown>, path: readonly string[]) {
  const keys = new Set([...Object.keys(expected), ...Object.keys(actual)]);
  return [...keys].flatMap(key => differences(own(expected, key), own(actual, key), [...path, key]));
}

const own = (object: Record<string, unknown>, key: string) => (Object.hasOwn(object, key) ? object[key] : undefined);

/** A list too: its keys are the places of its entries. */
function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
