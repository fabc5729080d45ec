import type { Evaluation } from '../evaluation/evaluation.ts';
import { fail } from '../evaluation/failure.ts';
import { componentOf, dayNames, monthNames } from './date-components.ts';
import { type DateMarker, type DatePart, readDatePicture } from './date-picture.ts';
import { formatInteger, writeInteger } from './integers.ts';
import { knownPictures } from './pictures.ts';

const iso = readDatePicture('[Y0001]-[M01]-[D01]T[H01]:[m01]:[s01].[f001][Z01:01t]');
const longestPicture = 10_000;

/** `$fromMillis`: ISO 8601 without a picture, UTC without a timezone such as `+0100`. */
export function fromMillis(
  evaluation: Evaluation,
  millis: number | undefined,
  picture?: string,
  timezone?: string,
): string | undefined {
  if (millis === undefined) return undefined;
  const parts = picture === undefined ? iso : readBounded(evaluation, picture);
  const offset = timezone === undefined ? { hours: 0, minutes: 0 } : readOffset(timezone);
  const date = new Date(millis + (60 * offset.hours + offset.minutes) * 60 * 1000);
  return parts.map(part => ('literal' in part ? part.literal : write(evaluation, date, part, offset))).join('');
}

/** The parts of a picture, within reason. @throws Failure L1001 */
export function readBounded(evaluation: Evaluation, picture: string): DatePart[] {
  if (picture.length > longestPicture) fail('L1001');
  evaluation.tick(picture.length);
  return datePicture(picture);
}

const datePicture = knownPictures(readDatePicture);

interface Offset {
  hours: number;
  minutes: number;
}

/** `-0530` is 6 hours and 30 minutes back: jsonata rounds the hours down and keeps the sign of the minutes. */
function readOffset(timezone: string): Offset {
  const offset = Number.parseInt(timezone);
  return { hours: Math.floor(offset / 100), minutes: offset % 100 };
}

function write(evaluation: Evaluation, date: Date, marker: DateMarker, offset: Offset): string {
  const { component, names } = marker;
  if (component === 'Z' || component === 'z') return writeZone(evaluation, marker, offset);
  const value = componentOf(date, component);
  if (typeof value !== 'number') {
    return names === 'upper' && component === 'P' ? String(value).toUpperCase() : String(value);
  }
  if (names !== undefined) return nameOf(marker, value);
  const shown = component === 'Y' && marker.yearDigits !== -1 ? value % 10 ** marker.yearDigits : value;
  if (marker.format === undefined) return fail('D3133', { value: component });
  return writeInteger(evaluation, shown, marker.format);
}

/** @throws Failure D3133 for what has no name */
function nameOf({ component, names, longest }: DateMarker, value: number): string {
  const all = component === 'F' ? dayNames : monthNames;
  if (!'MxF'.includes(component)) fail('D3133', { value: component });
  // Of a date that is none there is no name; jsonata breaks off here.
  const name = all[component === 'F' ? value : value - 1] ?? fail('D3133', { value: component });
  const cased = names === 'upper' ? name.toUpperCase() : names === 'lower' ? name.toLowerCase() : name;
  return longest !== undefined && cased.length > longest ? cased.slice(0, longest) : cased;
}

/** @throws Failure D3134 */
function writeZone(evaluation: Evaluation, marker: DateMarker, { hours, minutes }: Offset): string {
  const { format } = marker;
  if (format === undefined) return '';
  const offset = hours * 100 + minutes;
  if (offset === 0 && marker.zuluForZero && isZone(format.decimal)) return 'Z';
  const digits = format.decimal?.mandatoryDigits;
  let text: string;
  if (format.decimal !== undefined && format.decimal.interval > 0) {
    text = writeInteger(evaluation, offset, format);
  } else if (digits === 1 || digits === 2) {
    text = writeInteger(evaluation, hours, format);
    if (minutes !== 0) text += `:${formatInteger(evaluation, minutes, '00')}`;
  } else if (digits === 3 || digits === 4) {
    text = writeInteger(evaluation, offset, format);
  } else {
    return fail('D3134', { value: digits });
  }
  const signed = offset >= 0 ? `+${text}` : text;
  return marker.component === 'z' ? `GMT${signed}` : signed;
}

/** A picture that can write a zone at all. */
function isZone(decimal: { interval: number; mandatoryDigits: number } | undefined): boolean {
  return decimal !== undefined && (decimal.interval > 0 || decimal.mandatoryDigits <= 4);
}
