import type { Evaluation } from './evaluation.ts';
import { fail } from './failure.ts';

/** A value as `&` and `$string` write it. @throws Failure D3001, D1001, L1001. */
export function textOf(evaluation: Evaluation, value: unknown, pretty = false): string {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
      if (!Number.isFinite(value)) fail('D3001', { value });
      return String(Number.isInteger(value) ? value : Number(value.toPrecision(15)));
    case 'boolean':
      return String(value);
    case 'object': {
      if (value === null) return 'null';
      checkTextSize(value, evaluation.guards.textLength);
      const written = Array.isArray(value) && 'outerWrapper' in value ? (value as unknown[])[0] : value;
      const text = JSON.stringify(written, replaceNumbers, pretty ? 2 : 0);
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
  return Number.isInteger(value) ? value : Number(value.toPrecision(15));
}

/** Characters of JSON that a value takes up beside its texts, roughly. */
const costPerValue = 8;

/** @throws Failure L1001 when the JSON text of the value would be longer than `limit`, roughly */
function checkTextSize(value: unknown, limit: number): void {
  let left = limit;
  const spend = (part: unknown): void => {
    left -= costPerValue + (typeof part === 'string' ? part.length : 0);
    if (left < 0) fail('L1001');
    if (Array.isArray(part)) {
      for (const item of part) spend(item);
    } else if (typeof part === 'object' && part !== null) {
      for (const [name, field] of Object.entries(part)) {
        left -= name.length;
        spend(field);
      }
    }
  };
  if (typeof value === 'object' && value !== null) spend(value);
}
