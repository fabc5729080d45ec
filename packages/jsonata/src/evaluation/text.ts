import type { Evaluation } from './evaluation.ts';
import { fail } from './failure.ts';

/** A value as `&` and `$string` write it. @throws Failure D3001, D1001, L1001. */
export function textOf(evaluation: Evaluation, value: unknown, pretty = false): string {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
      if (!Number.isFinite(value)) fail('D3001', { value });
      return String(fifteenDigits(value));
    case 'boolean':
      return String(value);
    case 'object': {
      if (value === null) return 'null';
      const isPlain = isPlainJson(value, evaluation.guards.textLength);
      const written = Array.isArray(value) && 'outerWrapper' in value ? (value as unknown[])[0] : value;
      const text = JSON.stringify(written, isPlain ? undefined : replaceNumbers, pretty ? 2 : 0);
      evaluation.text(text.length);
      evaluation.tick(text.length >> 3);
      return text;
    }
    default:
      return '';
  }
}

function replaceNumbers(_key: string, value: unknown): unknown {
  if (typeof value === 'function') return '';
  if (typeof value !== 'number' || Number.isNaN(value)) return value;
  if (!Number.isFinite(value)) fail('D1001', { value });
  return fifteenDigits(value);
}

/** The number as jsonata writes it. */
export function fifteenDigits(value: number): number {
  const millionths = Math.round(value * 1e6);
  // Then it has no more digits than that.
  if (millionths / 1e6 === value && Math.abs(millionths) < 1e15) return value;
  return Number.isInteger(value) ? value : Number(value.toPrecision(15));
}

/** Characters of JSON that a value takes up beside its texts, roughly. */
const costPerValue = 8;

/**
 * Whether JSON writes the value as jsonata does: without functions and numbers of more than fifteen digits.
 * @throws Failure L1001 when the text would be longer than `limit`, roughly
 */
function isPlainJson(value: unknown, limit: number): boolean {
  let left = limit;
  let isPlain = true;
  const look = (part: unknown): void => {
    left -= costPerValue + (typeof part === 'string' ? part.length : 0);
    if (left < 0) fail('L1001');
    if (typeof part === 'number') {
      if (!Number.isFinite(part) || fifteenDigits(part) !== part) isPlain = false;
    } else if (typeof part === 'function') {
      isPlain = false;
    } else if (Array.isArray(part)) {
      for (let index = 0; index < part.length; index++) look(part[index]);
    } else if (typeof part === 'object' && part !== null) {
      for (const name in part) {
        left -= name.length;
        look((part as Record<string, unknown>)[name]);
      }
    }
  };
  look(value);
  return isPlain;
}
