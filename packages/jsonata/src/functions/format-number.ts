import type { Evaluation } from '../evaluation/evaluation.ts';
import { fail } from '../evaluation/failure.ts';
import { type NumberPicture, type Symbols, readNumberPicture, readSymbols } from './number-picture.ts';
import { round } from './numbers.ts';
import { knownPictures } from './pictures.ts';

const longestPicture = 10_000;

/**
 * `$formatNumber`: as XPath's format-number writes a number. A second part of the picture is for negative numbers.
 * @throws Failure D3080 to D3093 for pictures that say nothing, T0410 for an option that is no text
 */
export function formatNumber(
  evaluation: Evaluation,
  value: number | undefined,
  picture: string,
  options?: Record<string, unknown>,
): string | undefined {
  if (value === undefined) return undefined;
  if (picture.length > longestPicture) fail('L1001');
  evaluation.tick(picture.length);
  const symbols = options === undefined ? usual : readSymbols(options);
  const [positive, negative] = options === undefined ? usualPicture(picture) : readNumberPicture(picture, symbols);
  if (value >= 0) return write(value, positive, positive.prefix, symbols);
  const prefix = negative === undefined ? symbols['minus-sign'] + positive.prefix : negative.prefix;
  return write(value, negative ?? positive, prefix, symbols);
}

const usual = readSymbols(undefined);
const usualPicture = knownPictures(picture => readNumberPicture(picture, usual));

function write(value: number, picture: NumberPicture, prefix: string, symbols: Symbols): string {
  const { mantissa, exponent } = scaled(value * picture.factor, picture);
  if (picture.mostFraction > 100) fail('L1001');
  const digits = inDigits(Math.abs(round(mantissa, picture.mostFraction) ?? 0).toFixed(picture.mostFraction), symbols);
  const text = grouped(padded(digits, picture, symbols), picture, symbols);
  const shown = picture.hasDecimalSeparator && !text.endsWith(symbols['decimal-separator']) ? text : text.slice(0, -1);
  return prefix + shown + exponentText(exponent, picture, symbols) + picture.suffix;
}

/** The number as mantissa and power of ten, where the picture has an exponent. */
function scaled(value: number, { exponentDigits, scale }: NumberPicture): { mantissa: number; exponent?: number } {
  if (exponentDigits === 0) return { mantissa: value };
  if (!Number.isFinite(value)) fail('D1001', { value });
  const [least, most] = [10 ** (scale - 1), 10 ** scale];
  let [mantissa, exponent] = [value, 0];
  while (mantissa !== 0 && Math.abs(mantissa) < least) {
    mantissa *= 10;
    exponent--;
  }
  while (Math.abs(mantissa) > most) {
    mantissa /= 10;
    exponent++;
  }
  return { mantissa, exponent };
}

function inDigits(text: string, { digits }: Symbols): string {
  return digits.startsWith('0') ? text : text.replaceAll(/[0-9]/g, digit => digits.charAt(Number(digit)));
}

/** Without noughts at the ends, then with as many as the picture asks for. */
function padded(digits: string, picture: NumberPicture, symbols: Symbols): string {
  const point = symbols['decimal-separator'];
  const nought = symbols.digits.charAt(0);
  const written = digits.includes('.') ? digits.replace('.', () => point) : digits + point;
  let [start, end] = [0, written.length];
  while (written.charAt(start) === nought) start++;
  while (end > start && written.charAt(end - 1) === nought) end--;
  const text = written.slice(start, end);
  const at = text.indexOf(point);
  const left = nought.repeat(Math.max(picture.leastInteger - at, 0));
  return left + text + nought.repeat(Math.max(picture.leastFraction - (text.length - at - 1), 0));
}

function grouped(digits: string, picture: NumberPicture, symbols: Symbols): string {
  const separator = symbols['grouping-separator'];
  const point = symbols['decimal-separator'];
  let text = digits;
  const insert = (at: number) => {
    text = text.slice(0, at) + separator + text.slice(at);
  };
  let at = text.indexOf(point);
  if (picture.interval > 0) {
    const groups = Math.floor((at - 1) / picture.interval);
    for (let group = 1; group <= groups; group++) insert(at - group * picture.interval);
  } else {
    for (const position of picture.integerGroups) insert(at++ - position);
  }
  at = text.indexOf(point);
  for (const position of picture.fractionGroups) insert(at + position + 1);
  return text;
}

function exponentText(exponent: number | undefined, { exponentDigits }: NumberPicture, symbols: Symbols): string {
  if (exponent === undefined) return '';
  const digits = inDigits(Math.abs(exponent).toFixed(0), symbols);
  const sign = exponent < 0 ? symbols['minus-sign'] : '';
  const noughts = symbols.digits.charAt(0).repeat(Math.max(exponentDigits - digits.length, 0));
  return symbols['exponent-separator'] + sign + noughts + digits;
}
