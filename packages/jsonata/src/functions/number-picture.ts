import { fail } from '../evaluation/failure.ts';
import { commonInterval } from './integer-picture.ts';

const defaults = {
  'decimal-separator': '.',
  'grouping-separator': ',',
  'exponent-separator': 'e',
  'minus-sign': '-',
  percent: '%',
  'per-mille': '\u2030',
  'zero-digit': '0',
  digit: '#',
  'pattern-separator': ';',
};

/** The characters of a picture, by the names of their options. `digits` are the ten digits, from nought on. */
export type Symbols = typeof defaults & { digits: string };

/** @throws Failure T0410 for an option that is no text or an empty one */
export function readSymbols(options: Record<string, unknown> | undefined): Symbols {
  const symbols = { ...defaults, digits: '' };
  for (const name of Object.keys(defaults) as (keyof typeof defaults)[]) {
    if (options === undefined || !Object.hasOwn(options, name)) continue;
    const value = options[name];
    symbols[name] = typeof value === 'string' && value !== '' ? value : fail('T0410', { value, index: 3 });
  }
  const zero = symbols['zero-digit'].charCodeAt(0);
  symbols.digits = Array.from({ length: 10 }, (_, digit) => String.fromCharCode(zero + digit)).join('');
  return symbols;
}

/** What a picture, or the half of it for negative numbers, asks for. */
export interface NumberPicture {
  prefix: string;
  suffix: string;
  /** 100 for percent, 1000 for per mille. */
  factor: number;
  hasDecimalSeparator: boolean;
  leastInteger: number;
  leastFraction: number;
  mostFraction: number;
  /** 0: no exponent. */
  exponentDigits: number;
  /** Digits before the decimal separator where there is an exponent. */
  scale: number;
  /** Digits between separators, or 0 when they stand at places of their own. */
  interval: number;
  /** Digits to the right of each separator. */
  integerGroups: number[];
  /** Digits to the left of each separator. */
  fractionGroups: number[];
}

/** A picture cut up. */
interface Parts {
  whole: string;
  prefix: string;
  suffix: string;
  active: string;
  mantissa: string;
  exponent: string | undefined;
  integer: string;
  fraction: string;
}

/** @throws Failure D3080 to D3093 */
export function readNumberPicture(picture: string, symbols: Symbols): [NumberPicture, NumberPicture?] {
  const halves = picture.split(symbols['pattern-separator']);
  if (halves.length > 2) fail('D3080');
  const parts = halves.map(half => cutUp(half, symbols));
  for (const part of parts) check(part, symbols);
  return parts.map(part => analyse(part, symbols)) as [NumberPicture, NumberPicture?];
}

function isDigit(character: string, symbols: Symbols): boolean {
  return symbols.digits.includes(character);
}

/** A character that has a meaning, not merely stands before or after the number. */
function isActive(character: string, symbols: Symbols): boolean {
  return isDigit(character, symbols) || actives.some(name => symbols[name] === character);
}

const actives = [
  'decimal-separator',
  'exponent-separator',
  'grouping-separator',
  'digit',
  'pattern-separator',
] as const;

function cutUp(whole: string, symbols: Symbols): Parts {
  const characters = whole.split('');
  const isBound = (character: string) => isActive(character, symbols) && character !== symbols['exponent-separator'];
  const first = characters.findIndex(isBound);
  const last = characters.findLastIndex(isBound);
  const prefix = first === -1 ? '' : whole.slice(0, first);
  const suffix = last === -1 ? '' : whole.slice(last + 1);
  const active = whole.slice(prefix.length, whole.length - suffix.length);
  const exponentAt = whole.indexOf(symbols['exponent-separator'], prefix.length);
  const hasExponent = exponentAt !== -1 && exponentAt <= whole.length - suffix.length;
  // The place is counted in the whole and used in the part, as jsonata does.
  const mantissa = hasExponent ? active.slice(0, exponentAt) : active;
  const point = mantissa.indexOf(symbols['decimal-separator']);
  return {
    whole,
    prefix,
    suffix,
    active,
    mantissa,
    exponent: hasExponent ? active.slice(exponentAt + 1) : undefined,
    integer: point === -1 ? mantissa : mantissa.slice(0, point),
    fraction: point === -1 ? suffix : mantissa.slice(point + 1),
  };
}

/** Of several faults the last is reported. */
function check(parts: Parts, symbols: Symbols): void {
  const { whole, integer, fraction, exponent } = parts;
  const has = (symbol: string) => whole.includes(symbol);
  const twice = (symbol: string) => whole.indexOf(symbol) !== whole.lastIndexOf(symbol);
  const { percent, digit } = symbols;
  const perMille = symbols['per-mille'];
  const grouping = symbols['grouping-separator'];
  const point = whole.indexOf(symbols['decimal-separator']);
  const hasDigit = (text: string) => text.split('').some(character => isDigit(character, symbols));
  const areDigits = (text: string) => text.split('').every(character => isDigit(character, symbols));
  const optional = integer.indexOf(digit);
  const lastOptional = fraction.lastIndexOf(digit);
  const faults: [code: string, isFault: boolean][] = [
    ['D3081', twice(symbols['decimal-separator'])],
    ['D3082', twice(percent)],
    ['D3083', twice(perMille)],
    ['D3084', has(percent) && has(perMille)],
    ['D3085', !parts.mantissa.split('').some(one => isDigit(one, symbols) || one === digit)],
    ['D3086', parts.active.split('').some(character => !isActive(character, symbols))],
    ['D3087', point !== -1 && [whole.charAt(point - 1), whole.charAt(point + 1)].includes(grouping)],
    ['D3088', point === -1 && integer.charAt(integer.length - 1) === grouping],
    ['D3089', has(grouping + grouping)],
    ['D3090', optional !== -1 && hasDigit(integer.slice(0, optional))],
    ['D3091', lastOptional !== -1 && hasDigit(fraction.slice(lastOptional))],
    ['D3092', exponent !== undefined && exponent !== '' && (has(percent) || has(perMille))],
    ['D3093', exponent !== undefined && (exponent === '' || !areDigits(exponent))],
  ];
  const fault = faults.findLast(([, isFault]) => isFault);
  if (fault !== undefined) fail(fault[0]);
}

function analyse(parts: Parts, symbols: Symbols): NumberPicture {
  const { whole, integer, fraction, exponent } = parts;
  const digitsIn = (text: string) => text.split('').filter(character => isDigit(character, symbols)).length;
  const placesIn = (text: string) => digitsIn(text) + text.split(symbols.digit).length - 1;
  const integerDigits = digitsIn(integer);
  let leastInteger = integerDigits;
  let leastFraction = digitsIn(fraction);
  let mostFraction = placesIn(fraction);
  if (leastInteger === 0 && mostFraction === 0) {
    if (exponent === undefined) leastInteger = 1;
    else [leastFraction, mostFraction] = [1, 1];
  }
  if (exponent !== undefined && leastInteger === 0 && integer.includes(symbols.digit)) leastInteger = 1;
  if (leastInteger === 0 && leastFraction === 0) leastFraction = 1;
  const integerGroups = groupPlaces(integer, integer, symbols, at => placesIn(integer.slice(at)));
  return {
    prefix: parts.prefix,
    suffix: parts.suffix,
    factor: whole.includes(symbols.percent) ? 100 : whole.includes(symbols['per-mille']) ? 1000 : 1,
    hasDecimalSeparator: whole.includes(symbols['decimal-separator']),
    leastInteger,
    leastFraction,
    mostFraction,
    exponentDigits: exponent === undefined ? 0 : digitsIn(exponent),
    scale: integerDigits,
    interval: commonInterval(integerGroups),
    integerGroups,
    fractionGroups: groupPlaces(fraction, integer, symbols, at => placesIn(fraction.slice(0, at))),
  };
}

/** After the first separator of the part, jsonata goes on in the integer part, whichever part it is. */
function groupPlaces(part: string, integer: string, symbols: Symbols, digitsAt: (at: number) => number): number[] {
  const separator = symbols['grouping-separator'];
  const places: number[] = [];
  for (let at = part.indexOf(separator); at !== -1; at = integer.indexOf(separator, at + 1)) places.push(digitsAt(at));
  return places;
}
