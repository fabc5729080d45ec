import { fail } from '../evaluation/failure.ts';
import { type IntegerFormat, readIntegerPicture } from './integer-picture.ts';

/** A picture such as `[Y0001]-[M01]-[D01]` in its parts. */
export type DatePart = { literal: string } | DateMarker;

export interface DateMarker {
  /** Y year, M month, D day, d day of the year, F weekday, H hour and so on. */
  component: string;
  /** Written as a name. */
  names: 'upper' | 'lower' | 'title' | undefined;
  /** How the number is written, where it is one. */
  format: IntegerFormat | undefined;
  /** Exactly so many digits are read, because another number follows at once. */
  digitsToRead: number | undefined;
  /** Of a name, at most. */
  longest: number | undefined;
  /** Of a year, so many last digits; -1 for all. */
  yearDigits: number;
  /** `t`: Z in the place of +00:00. */
  zuluForZero: boolean;
}

const defaults: Readonly<Record<string, string>> = {
  Y: '1',
  M: '1',
  D: '1',
  d: '1',
  F: 'n',
  W: '1',
  w: '1',
  X: '1',
  x: '1',
  H: '1',
  h: '1',
  P: 'n',
  m: '01',
  s: '01',
  f: '1',
  Z: '01:01',
  z: '01:01',
  C: 'n',
  E: 'n',
};

/** Components that are numbers. */
const numbers = 'YMDdFWwXxHhmsf';

/** @throws Failure D3135 for a bracket that is not closed, D3132 for an unknown component, and what its numbers throw */
export function readDatePicture(picture: string): DatePart[] {
  const parts: DatePart[] = [];
  let start = 0;
  const literalUpTo = (end: number) => {
    if (end > start) parts.push({ literal: picture.slice(start, end).replaceAll(']]', ']') });
  };
  for (let at = picture.indexOf('['); at !== -1; at = picture.indexOf('[', start)) {
    literalUpTo(at);
    if (picture.charAt(at + 1) === '[') {
      parts.push({ literal: '[' });
      start = at + 2;
      continue;
    }
    const end = picture.indexOf(']', at);
    if (end === -1) fail('D3135');
    const marker = readMarker(picture.slice(at + 1, end).replaceAll(/\s+/g, ''));
    const before = parts.at(-1);
    if (isNumber(marker) && before !== undefined && 'component' in before && before.format !== undefined) {
      before.digitsToRead = before.format.decimal?.mandatoryDigits;
    }
    parts.push(marker);
    start = end + 1;
  }
  literalUpTo(picture.length);
  return parts;
}

const isNumber = ({ component, format }: DateMarker): boolean => format !== undefined && numbers.includes(component);

function readMarker(text: string): DateMarker {
  const component = text.charAt(0);
  const comma = text.lastIndexOf(',');
  const [least, most] = comma === -1 ? [] : readWidth(text.slice(comma + 1));
  const written = comma === -1 ? text.slice(1) : text.slice(1, comma);
  // a and t say nothing in English, c is what a number is anyway.
  const modifier = written.length > 1 && 'atco'.includes(written.slice(-1)) ? written.slice(-1) : '';
  const usual = Object.hasOwn(defaults, component) ? defaults[component] : undefined;
  const presentation = written === '' ? usual : written.slice(0, written.length - modifier.length);
  if (presentation === undefined) return fail('D3132', { value: component });
  const marker: DateMarker = {
    component,
    names: namesOf(presentation),
    format: undefined,
    digitsToRead: undefined,
    longest: most,
    yearDigits: -1,
    zuluForZero: modifier === 't',
  };
  if (marker.names === undefined && component !== '' && numbers.includes(component)) {
    marker.format = readIntegerPicture(modifier === '' ? presentation : `${presentation};${modifier}`);
    setWidth(marker, marker.format, least, most);
  }
  if (component === 'Z' || component === 'z') marker.format = readIntegerPicture(presentation);
  return marker;
}

/** `2-4`, `*-3`, `2`: least and most. */
function readWidth(text: string): [least: number | undefined, most: number | undefined] {
  const dash = text.indexOf('-');
  const width = (part: string) => (part === '*' ? undefined : Number.parseInt(part));
  return dash === -1 ? [width(text), undefined] : [width(text.slice(0, dash)), width(text.slice(dash + 1))];
}

function namesOf(presentation: string): DateMarker['names'] {
  if (presentation.startsWith('n')) return 'lower';
  if (!presentation.startsWith('N')) return undefined;
  return presentation.charAt(1) === 'n' ? 'title' : 'upper';
}

function setWidth(
  marker: DateMarker,
  format: IntegerFormat,
  least: number | undefined,
  most: number | undefined,
): void {
  const { decimal } = format;
  if (decimal !== undefined && least !== undefined && decimal.mandatoryDigits < least) decimal.mandatoryDigits = least;
  if (marker.component !== 'Y') return;
  if (most !== undefined) {
    marker.yearDigits = most;
    if (decimal !== undefined) decimal.mandatoryDigits = most;
  } else if (decimal !== undefined && decimal.mandatoryDigits + decimal.optionalDigits >= 2) {
    marker.yearDigits = decimal.mandatoryDigits + decimal.optionalDigits;
  }
}
