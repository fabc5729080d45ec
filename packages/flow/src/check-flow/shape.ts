import type { z } from 'zod';
import { suggestion } from './nearest.ts';
import { jsonPointer } from './problem.ts';

/** A field that does not fit its schema. */
export interface Fault {
  keys: readonly PropertyKey[];
  /** `keys` as a JSON pointer, such as `/retry/delay`. */
  path: string;
  kind: 'missing' | 'invalid' | 'unknown';
  /** A sentence that names the field and says what to do. Quotes no values: they may be secret. */
  message: string;
}

type Shape<T> = { value: T; faults: [] } | { value: undefined; faults: [Fault, ...Fault[]] };

/**
 * Parses a value and says in plain sentences what does not fit. `whole` names the value itself, such as `The body`.
 * Messages written into a schema are kept; begin them with a capital when they are whole sentences.
 */
export function checkShape<T>(schema: z.ZodType<T>, value: unknown, whole: string): Shape<T> {
  const result = schema.safeParse(value, { error: predicate, reportInput: true });
  if (result.success) return { value: result.data, faults: [] };
  const faults = result.error.issues.flatMap(issue => faultsOf(issue, [], whole));
  const [first, ...rest] = faults;
  if (first === undefined) throw new Error('A schema refused a value without an issue.');
  return { value: undefined, faults: [first, ...rest] };
}

/** `['cases', 1, 'when']` → `"cases › entry 2 › when"`. */
export function fieldLabel(keys: readonly PropertyKey[]): string {
  return `"${keys.map(key => (typeof key === 'number' ? `entry ${key + 1}` : String(key).slice(0, 80))).join(' › ')}"`;
}

/** `a list`, `a number`, `nothing`: how an analyst would call the kind of a value. */
export function kindOf(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return kinds[typeof value] ?? 'something else';
}

const kinds: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  array: 'a list',
  null: 'null',
};

type Issue = z.core.$ZodIssue;

function faultsOf(issue: Issue, parent: readonly PropertyKey[], whole: string): Fault[] {
  const keys = [...parent, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map(key => fault([...keys, key], 'unknown', issue.message, whole));
  }
  if (issue.code === 'invalid_key') {
    return [fault(keys, 'invalid', issue.issues[0]?.message ?? issue.message, whole)];
  }
  if (issue.code === 'invalid_union') return unionFaults(issue, keys, whole);
  const missing = (issue.code === 'invalid_type' || issue.code === 'invalid_value') && issue.input === undefined;
  return [fault(keys, missing ? 'missing' : 'invalid', issue.message, whole)];
}

/** Of several allowed shapes, the one that fits best is the one that was meant. */
function unionFaults(issue: z.core.$ZodIssueInvalidUnion, keys: readonly PropertyKey[], whole: string): Fault[] {
  if (issue.errors.length === 0) return [fault(keys, 'invalid', issue.message, whole)];
  if (issue.input === undefined) return [fault(keys, 'missing', 'is missing', whole)];
  const inside = issue.errors.filter(errors => errors.every(error => error.path.length > 0));
  const [best] = inside.toSorted((a, b) => a.length - b.length);
  if (best !== undefined) return best.flatMap(error => faultsOf(error, keys, whole));
  const ways = new Set(issue.errors.map(errors => expectationOf(errors[0])));
  return [fault(keys, 'invalid', `must be ${[...ways].join(' or ')}, but is ${kindOf(issue.input)}`, whole)];
}

function expectationOf(issue: Issue | undefined): string {
  if (issue?.code === 'invalid_type') return kinds[issue.expected] ?? issue.expected;
  if (issue?.code === 'invalid_value') return listed(issue.values);
  return (issue?.message ?? '').replace(/^must be /, '').replace(/, but is .*$/, '');
}

function fault(keys: readonly PropertyKey[], kind: Fault['kind'], message: string, whole: string): Fault {
  const subject = keys.length === 0 ? whole : fieldLabel(keys);
  const isSentence = /^[^a-z]/.test(message);
  const text = isSentence ? `${subject}: ${message}` : `${subject} ${message}`;
  return { keys, path: jsonPointer(keys), kind, message: /[.?]$/.test(text) ? text : `${text}.` };
}

/** What zod found, as the end of a sentence that begins with the name of the field. */
const predicate: z.core.$ZodErrorMap = issue => {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined) return 'is missing';
      if (Number.isNaN(issue.input)) return 'must be a number';
      if (issue.expected === 'int' && typeof issue.input === 'number') return 'must be a whole number';
      return `must be ${kinds[issue.expected] ?? issue.expected}, but is ${kindOf(issue.input)}`;
    case 'invalid_value':
      return issue.input === undefined ? 'is missing' : `must be ${listed(issue.values)}`;
    case 'too_small':
      return tooSmall(issue);
    case 'too_big':
      return `must ${issue.inclusive === false ? 'be below' : 'not exceed'} ${amount(issue.origin, issue.maximum)}`;
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`;
    case 'invalid_format':
      return `is not a valid ${formats[issue.format] ?? issue.format}`;
    case 'unrecognized_keys':
      return unknownField(issue.keys, issue.inst);
    case 'invalid_union':
      return Array.isArray(issue['options']) ? `must be ${listed(issue['options'])}` : 'is not valid';
    default:
      return 'is not valid';
  }
};

const formats: Record<string, string> = {
  url: 'address (URL)',
  email: 'e-mail address',
  datetime: 'instant, such as 2026-11-23T08:00:00Z',
  uuid: 'id (a UUID)',
  guid: 'id (a UUID)',
  regex: 'text for this field',
};

function tooSmall(issue: { origin: string; minimum: number | bigint; inclusive?: boolean | undefined }): string {
  const isEmpty = issue.minimum === 1 && issue.origin !== 'number';
  if (isEmpty) return issue.origin === 'string' ? 'must not be empty' : 'needs at least one entry';
  return `must be ${issue.inclusive === false ? 'above' : 'at least'} ${amount(issue.origin, issue.minimum)}`;
}

function amount(origin: string, count: number | bigint): string {
  return `${count}${origin === 'string' ? ' characters' : origin === 'array' || origin === 'record' ? ' entries' : ''}`;
}

function unknownField(keys: readonly string[], inst: unknown): string {
  const known = Object.keys((inst as z.ZodObject | undefined)?.shape ?? {});
  const meant = keys.length === 1 ? suggestion(keys[0] ?? '', known) : '';
  const remedy = known.length === 0 ? 'Remove it.' : `Remove it, or use one of ${known.join(', ')}.`;
  return `is not a field that is known here.${meant || ` ${remedy}`}`;
}

function listed(values: readonly unknown[]): string {
  const texts = values.map(value => (typeof value === 'string' ? `"${value}"` : String(value)));
  return texts.length > 2 ? `one of ${texts.join(', ')}` : texts.join(' or ');
}
