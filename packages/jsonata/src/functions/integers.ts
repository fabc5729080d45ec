import type { Evaluation } from '../evaluation/evaluation.ts';
import { fail } from '../evaluation/failure.ts';
import { fromLetters, fromRoman, toLetters, toRoman } from './integer-notation.ts';
import { type DecimalFormat, type IntegerFormat, readIntegerPicture } from './integer-picture.ts';
import { fromWords, toWords } from './number-words.ts';
import { knownPictures } from './pictures.ts';

const longestPicture = 10_000;
const integerPicture = knownPictures(readIntegerPicture);

function checkPicture(picture: string): void {
  if (picture.length > longestPicture) fail('L1001');
}

/** `$formatInteger`. @throws Failure D3130, D3131 for pictures that say nothing here. */
export function formatInteger(evaluation: Evaluation, value: number | undefined, picture: string): string | undefined {
  if (value === undefined) return undefined;
  checkPicture(picture);
  return writeInteger(evaluation, Math.floor(value), integerPicture(picture));
}

/** @throws Failure D3130, and D1001 or L1001 for numbers that no numeral, letters or words can be made of */
export function writeInteger(evaluation: Evaluation, value: number, format: IntegerFormat): string {
  const text = unsigned(evaluation, Math.abs(value), format);
  return value < 0 ? `-${text}` : text;
}

function unsigned(evaluation: Evaluation, value: number, format: IntegerFormat): string {
  if (format.kind === 'unknown') return fail('D3130', { value: format.token });
  if (format.decimal !== undefined) {
    evaluation.text(format.decimal.mandatoryDigits);
    return writeDecimal(value, format.decimal, format.ordinal);
  }
  if (!Number.isFinite(value)) fail('D1001', { value });
  const isUpper = format.letters === 'upper';
  switch (format.kind) {
    case 'letters':
      return toLetters(value, isUpper ? 'A' : 'a');
    case 'roman':
      evaluation.text(value / 1000);
      return isUpper ? toRoman(value).toUpperCase() : toRoman(value);
    default: {
      const words = toWords(value, format.ordinal);
      if (isUpper) return words.toUpperCase();
      return format.letters === 'lower' ? words.toLowerCase() : words;
    }
  }
}

function writeDecimal(value: number, format: DecimalFormat, ordinal: boolean): string {
  const plain = String(value).padStart(format.mandatoryDigits, '0');
  const digits = format.zero === 0x30 ? plain : inScript(plain, format.zero);
  const grouped = format.interval > 0 ? groupEvenly(digits, format) : groupAsWritten(digits, format);
  return ordinal ? grouped + ordinalSuffix(grouped) : grouped;
}

function inScript(text: string, zero: number): string {
  return Array.from(text, digit => String.fromCodePoint((digit.codePointAt(0) ?? 0) + zero - 0x30)).join('');
}

function groupEvenly(digits: string, { interval, separators }: DecimalFormat): string {
  const character = separators[0]?.character ?? '';
  let text = digits;
  for (let group = Math.floor((digits.length - 1) / interval); group > 0; group--) {
    const at = text.length - group * interval;
    text = text.slice(0, at) + character + text.slice(at);
  }
  return text;
}

/** From the left; each position counts from the right of what is there by then. */
function groupAsWritten(digits: string, { separators }: DecimalFormat): string {
  let text = digits;
  for (const { position, character } of separators.toReversed()) {
    const at = text.length - position;
    // Before the first digit, as `substr` counts from the end.
    const cut = at < 0 ? Math.max(text.length + at, 0) : at;
    text = text.slice(0, Math.max(at, 0)) + character + text.slice(cut);
  }
  return text;
}

const suffixes: Readonly<Record<string, string>> = { 1: 'st', 2: 'nd', 3: 'rd' };

function ordinalSuffix(digits: string): string {
  const isTeen = digits.length > 1 && digits.at(-2) === '1';
  return (isTeen ? undefined : suffixes[digits.at(-1) ?? '']) ?? 'th';
}

/** `$parseInteger`: NaN when the text is not what the picture says. @throws Failure D3130, D3131 */
export function parseInteger(evaluation: Evaluation, text: string | undefined, picture: string): number | undefined {
  if (text === undefined) return undefined;
  checkPicture(picture);
  evaluation.tick(text.length >> 4);
  return readInteger(text, integerPicture(picture));
}

export function readInteger(text: string, format: IntegerFormat): number {
  if (format.kind === 'unknown') return fail('D3130', { value: format.token });
  if (format.decimal !== undefined) return readDecimal(text, format.decimal, format.ordinal);
  const isUpper = format.letters === 'upper';
  if (format.kind === 'letters') return fromLetters(text, isUpper ? 'A' : 'a');
  return format.kind === 'roman' ? fromRoman(isUpper ? text : text.toUpperCase()) : fromWords(text);
}

function readDecimal(text: string, format: DecimalFormat, ordinal: boolean): number {
  let digits = ordinal ? text.slice(0, Math.max(text.length - 2, 0)) : text;
  if (format.interval > 0) digits = digits.replaceAll(',', '');
  else for (const { character } of format.separators) digits = digits.replaceAll(character, '');
  if (format.zero !== 0x30) {
    const shift = 0x30 - format.zero;
    digits = digits
      .split('')
      .map(digit => String.fromCharCode(Math.max(digit.charCodeAt(0) + shift, 0)))
      .join('');
  }
  return Number.parseInt(digits);
}
