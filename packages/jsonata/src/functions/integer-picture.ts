import { fail } from '../evaluation/failure.ts';

/** How a whole number is written: what a picture such as `#,##0`, `I`, `Ww` or `1;o` says. */
export interface IntegerFormat {
  kind: 'decimal' | 'letters' | 'roman' | 'words' | 'unknown';
  letters: 'upper' | 'lower' | 'title';
  ordinal: boolean;
  /** The picture of an `unknown` kind. */
  token?: string;
  decimal?: DecimalFormat;
}

export interface DecimalFormat {
  /** Code point of the digit nought. */
  zero: number;
  mandatoryDigits: number;
  optionalDigits: number;
  /** Every so many digits; 0 when the separators do not stand at regular places. */
  interval: number;
  /** From the right. */
  separators: Separator[];
}

interface Separator {
  /** Digits to its right. */
  position: number;
  character: string;
}

const named: Readonly<Record<string, Pick<IntegerFormat, 'kind' | 'letters'>>> = {
  A: { kind: 'letters', letters: 'upper' },
  a: { kind: 'letters', letters: 'lower' },
  I: { kind: 'roman', letters: 'upper' },
  i: { kind: 'roman', letters: 'lower' },
  W: { kind: 'words', letters: 'upper' },
  w: { kind: 'words', letters: 'lower' },
  Ww: { kind: 'words', letters: 'title' },
};

// Code points of the noughts of Unicode's decimal digits.
const noughts = [
  0x30, 0x0660, 0x06f0, 0x07c0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0b66, 0x0be6, 0x0c66, 0x0ce6, 0x0d66, 0x0de6, 0x0e50,
  0x0ed0, 0x0f20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50,
  0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10,
];

/** @throws Failure D3131 when digits of several scripts are mixed */
export function readIntegerPicture(picture: string): IntegerFormat {
  const semicolon = picture.lastIndexOf(';');
  const primary = semicolon === -1 ? picture : picture.slice(0, semicolon);
  const ordinal = semicolon !== -1 && picture.charAt(semicolon + 1) === 'o';
  const known = Object.hasOwn(named, primary) ? named[primary] : undefined;
  if (known !== undefined) return { ...known, ordinal };
  const decimal = readDigits(primary);
  if (decimal === undefined) return { kind: 'unknown', letters: 'lower', ordinal, token: primary };
  return { kind: 'decimal', letters: 'lower', ordinal, decimal };
}

/** Undefined when there is no digit in it. */
function readDigits(picture: string): DecimalFormat | undefined {
  let zero: number | undefined;
  let mandatoryDigits = 0;
  let optionalDigits = 0;
  const separators: Separator[] = [];
  for (const character of Array.from(picture).toReversed()) {
    const codePoint = character.codePointAt(0) ?? 0;
    const nought = noughts.find(first => codePoint >= first && codePoint <= first + 9);
    if (nought !== undefined) {
      zero ??= nought;
      if (nought !== zero) fail('D3131');
      mandatoryDigits++;
    } else if (character === '#') {
      optionalDigits++;
    } else {
      separators.push({ position: mandatoryDigits + optionalDigits, character });
    }
  }
  if (zero === undefined) return undefined;
  return { zero, mandatoryDigits, optionalDigits, interval: regularInterval(separators), separators };
}

function regularInterval(separators: Separator[]): number {
  const [first] = separators;
  if (first === undefined || separators.some(({ character }) => character !== first.character)) return 0;
  return commonInterval(separators.map(({ position }) => position));
}

/** The interval at which all positions lie without a gap, or 0. */
export function commonInterval(positions: number[]): number {
  if (positions.length === 0) return 0;
  const factor = positions.reduce(greatestCommonDivisor);
  const places = new Set(positions);
  for (let index = 1; index <= positions.length; index++) if (!places.has(index * factor)) return 0;
  return factor;
}

function greatestCommonDivisor(one: number, other: number): number {
  return other === 0 ? one : greatestCommonDivisor(other, one % other);
}
