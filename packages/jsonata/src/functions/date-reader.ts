import { RE2JS } from 're2js';
import type { Evaluation } from '../evaluation/evaluation.ts';
import { fail } from '../evaluation/failure.ts';
import { dayNames, monthNames } from './date-components.ts';
import { type DateMarker, type DatePart, readDatePicture } from './date-picture.ts';
import { readBounded } from './format-date.ts';
import type { IntegerFormat } from './integer-picture.ts';
import { readInteger } from './integers.ts';
import { numberWords } from './number-words.ts';
import { knownPictures } from './pictures.ts';

/** Reads a timestamp by a picture: undefined when it is not what the picture says. */
type DateReader = (timestamp: string) => Map<string, number | undefined> | undefined;

interface PartReader {
  pattern: string;
  component: string | undefined;
  read: ((text: string) => number | undefined) | undefined;
}

/** @throws what the picture makes impossible */
export function readerOf(evaluation: Evaluation, picture: string): DateReader {
  readBounded(evaluation, picture);
  return reader(picture);
}

const reader = knownPictures(picture => makeReader(readDatePicture(picture).map(partReader)));

function makeReader(parts: PartReader[]): DateReader {
  // Linear in the length of the text, which a regular expression of JavaScript with many numbers in a row is not.
  const pattern = compiled(`(?i)^${parts.map(part => `(${part.pattern})`).join('')}$`);
  return timestamp => {
    const matcher = pattern.matcher(timestamp);
    if (!matcher.find()) return undefined;
    const components = new Map<string, number | undefined>();
    for (const [index, { component, read }] of parts.entries()) {
      if (read !== undefined && component !== undefined)
        components.set(component, read(matcher.group(index + 1) ?? ''));
    }
    return components;
  };
}

/** @throws Failure L1001 for a number of a thousand digits and more */
function compiled(pattern: string): RE2JS {
  try {
    return RE2JS.compile(pattern);
  } catch {
    return fail('L1001');
  }
}

function partReader(part: DatePart): PartReader {
  if ('literal' in part) return { pattern: RE2JS.quote(part.literal), component: undefined, read: undefined };
  const { component, format } = part;
  if (component === 'Z' || component === 'z') return zoneReader(part);
  if (component === 'f') {
    return { component, pattern: '[0-9]+', read: text => Number.parseFloat(`0.${text.slice(0, 3)}`) * 1000 };
  }
  if (format === undefined) return nameReader(part);
  return { component, pattern: integerPattern(format, part.digitsToRead), read: text => readInteger(text, format) };
}

function integerPattern(format: IntegerFormat, digits: number | undefined): string {
  switch (format.kind) {
    case 'letters':
      return '[a-z]+';
    case 'roman':
      return '[mdclxvi]+';
    case 'words':
      return `(?:${[...numberWords, 'and', '[\\-, ]'].join('|')})+`;
    case 'decimal':
      return `[0-9]${digits ? `{${digits}}` : '+'}${format.ordinal ? '(?:th|st|nd|rd)' : ''}`;
    default:
      return fail('D3130', { value: format.token });
  }
}

/** Minutes east of Greenwich. */
function zoneReader({ component, format }: DateMarker): PartReader {
  const decimal = format?.decimal;
  const separator = decimal !== undefined && decimal.interval > 0 ? decimal.separators[0]?.character : undefined;
  const prefix = component === 'z' ? 'GMT' : '';
  const pattern = `${prefix}[-+][0-9]+${separator === undefined ? '' : `${anyOrExactly(separator)}[0-9]+`}`;
  const minutes = (hours: string, rest: string) => Number.parseInt(hours) * 60 + Number.parseInt(rest);
  const read = (text: string): number => {
    const offset = text.slice(prefix.length);
    if (separator !== undefined) {
      const at = offset.indexOf(separator);
      return minutes(offset.slice(0, Math.max(at, 0)), offset.slice(at + 1));
    }
    return offset.length <= 3 ? minutes(offset, '0') : minutes(offset.slice(0, 3), offset.slice(3));
  };
  return { component, pattern, read };
}

/** jsonata does not quote the separator of hours and minutes, so a dot stands for anything. */
const anyOrExactly = (separator: string): string => (separator === '.' ? '.' : RE2JS.quote(separator));

/** @throws Failure D3133 for what has no names */
function nameReader({ component, longest }: DateMarker): PartReader {
  const values = new Map<string, number>();
  const add = (names: string[], first: number) => {
    for (const [index, name] of names.entries()) values.set(longest ? name.slice(0, longest) : name, index + first);
  };
  if (component === 'M' || component === 'x') add(monthNames, 1);
  else if (component === 'F') add(dayNames.slice(1), 1);
  else if (component === 'P') for (const [name, value] of halves) values.set(name, value);
  else fail('D3133', { value: component });
  return { component, pattern: '[a-zA-Z]+', read: text => values.get(text) };
}

const halves: [string, number][] = [
  ['am', 0],
  ['AM', 0],
  ['pm', 1],
  ['PM', 1],
];
