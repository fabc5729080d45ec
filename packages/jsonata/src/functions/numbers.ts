import { fail } from '../evaluation/failure.ts';

/** False for NaN. @throws Failure D1001 for infinity. */
export function isNumeric(value: unknown): value is number {
  if (typeof value !== 'number' || Number.isNaN(value)) return false;
  if (!Number.isFinite(value)) fail('D1001', { value });
  return true;
}

const decimal = /^-?[0-9]+(\.[0-9]+)?([Ee][-+]?[0-9]+)?$/;
// The anchors belong to the first and the last of the three only, as in jsonata.
const otherBase = /^(0[xX][0-9A-Fa-f]+)|(0[oO][0-7]+)|(0[bB][0-1]+)$/;

const powersOfTen = Array.from({ length: 16 }, (_, exponent) => 10 ** exponent);
const mostDigits = 15;

/**
 * The number that a text writes with digits and a point. Undefined for any other text, and for one of more digits than
 * can be put together without rounding.
 */
export function plainDecimal(text: string): number | undefined {
  const isNegative = text.startsWith('-');
  const start = isNegative ? 1 : 0;
  const { length } = text;
  if (length === start || length - start > mostDigits) return undefined;
  let digits = 0;
  let pointAt = -1;
  for (let at = start; at < length; at++) {
    const digit = text.charCodeAt(at) - zero;
    if (digit >= 0 && digit <= 9) digits = digits * 10 + digit;
    else if (text[at] === '.' && pointAt === -1 && at > start) pointAt = at;
    else return undefined;
  }
  if (pointAt === length - 1) return undefined;
  // Both are exact, so the quotient is the nearest number there is.
  const size = pointAt === -1 ? digits : digits / (powersOfTen[length - pointAt - 1] as number);
  return isNegative ? -size : size;
}

const zero = 48;

/** `$number`. @throws Failure D3030 */
export function number(value: unknown): number | undefined {
  switch (typeof value) {
    case 'undefined':
    case 'number':
      return value;
    case 'boolean':
      return value ? 1 : 0;
    case 'string': {
      const plain = plainDecimal(value);
      if (plain !== undefined) return plain;
      if (decimal.test(value)) {
        const read = Number.parseFloat(value);
        if (Number.isFinite(read)) return read;
      } else if (otherBase.test(value)) {
        return Number(value);
      }
      return fail('D3030', { value, index: 1 });
    }
    default:
      return fail('D3030', { value, index: 1 });
  }
}

/** `$round`: to `precision` decimals, halves to the even neighbour, of the number as it is written. */
export function round(value: number | undefined, precision?: number): number | undefined {
  if (value === undefined) return undefined;
  if (!precision) return withoutSign(halfEven(value));
  if (precision > 0 && precision < 16 && Number.isInteger(precision)) {
    // Away from halves and from numbers that fill the mantissa, the shift may be a multiplication.
    const factor = powersOfTen[precision] ?? 1;
    const shifted = value * factor;
    const part = shifted - Math.floor(shifted);
    if (Math.abs(shifted) < 1e9 && Math.abs(part - 0.5) > 1e-4) return withoutSign(Math.round(shifted) / factor);
  }
  return withoutSign(shift(halfEven(shift(value, precision)), -precision));
}

function halfEven(value: number): number {
  const rounded = Math.round(value);
  return Math.abs(rounded - value) === 0.5 && Math.abs(rounded % 2) === 1 ? rounded - 1 : rounded;
}

/** Moves the decimal point in the text of the number: a multiplication would not be exact. */
function shift(value: number, places: number): number {
  const [digits = '', exponent] = value.toString().split('e');
  return Number(`${digits}e${exponent ? Number(exponent) + places : places}`);
}

function withoutSign(value: number): number {
  return Object.is(value, -0) ? 0 : value;
}

/** `$sqrt`. @throws Failure D3060 */
export function squareRoot(value: number | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (value < 0) fail('D3060', { value, index: 1 });
  return Math.sqrt(value);
}

/** `$power`. @throws Failure D3061 */
export function power(base: number | undefined, exponent: number): number | undefined {
  if (base === undefined) return undefined;
  const result = base ** exponent;
  if (!Number.isFinite(result)) fail('D3061', { value: base, index: 1 });
  return result;
}

/** `$formatBase`. @throws Failure D3100 */
export function formatBase(value: number | undefined, radix?: number): string | undefined {
  if (value === undefined) return undefined;
  const base = radix === undefined ? 10 : (round(radix) ?? 10);
  if (base < 2 || base > 36) fail('D3100', { value: base });
  return (round(value) ?? 0).toString(base);
}
