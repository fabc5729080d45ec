import type { BuiltIn } from '../evaluation/callable.ts';
import type { Evaluation } from '../evaluation/evaluation.ts';
import { fail } from '../evaluation/failure.ts';
import { isTrue } from '../evaluation/operators.ts';
import { textOf } from '../evaluation/text.ts';
import * as encoding from './encoding.ts';
import { fromMillis } from './format-date.ts';
import { formatNumber } from './format-number.ts';
import * as higherOrder from './higher-order.ts';
import { formatInteger, parseInteger } from './integers.ts';
import * as lists from './lists.ts';
import * as matching from './matching.ts';
import * as numbers from './numbers.ts';
import * as objects from './objects.ts';
import { toMillis } from './parse-date.ts';
import * as text from './text.ts';

/** Every function of JSONata 2.2.2, by name. */
export const builtIns: ReadonlyMap<string, BuiltIn> = new Map(
  [
    pure('sum', '<a<n>:n>', 1, lists.sum),
    pure('count', '<a:n>', 1, lists.count),
    pure('max', '<a<n>:n>', 1, lists.max),
    pure('min', '<a<n>:n>', 1, lists.min),
    pure('average', '<a<n>:n>', 1, lists.average),
    bounded('string', '<x-b?:s>', 1, toText),
    pure('substring', '<s-nn?:s>', 3, text.substring),
    pure('substringBefore', '<s-s:s>', 2, text.substringBefore),
    pure('substringAfter', '<s-s:s>', 2, text.substringAfter),
    bounded('lowercase', '<s-:s>', 1, text.lowercase),
    bounded('uppercase', '<s-:s>', 1, text.uppercase),
    pure('length', '<s-:n>', 1, text.length),
    bounded('trim', '<s-:s>', 1, text.trim),
    bounded('pad', '<s-ns?:s>', 3, text.pad),
    bounded('match', '<s-f<s:o>n?:a<o>>', 3, matching.match),
    bounded('contains', '<s-(sf):b>', 2, matching.contains),
    bounded('replace', '<s-(sf)(sf)n?:s>', 4, matching.replace),
    bounded('split', '<s-(sf)n?:a<s>>', 3, matching.split),
    bounded('join', '<a<s>s?:s>', 2, text.join),
    bounded('formatNumber', '<n-so?:s>', 3, formatNumber),
    pure('formatBase', '<n-n?:s>', 2, numbers.formatBase),
    bounded('formatInteger', '<n-s:s>', 2, formatInteger),
    bounded('parseInteger', '<s-s:n>', 2, parseInteger),
    pure('number', '<(nsb)-:n>', 1, numbers.number),
    pure('floor', '<n-:n>', 1, numeric(Math.floor)),
    pure('ceil', '<n-:n>', 1, numeric(Math.ceil)),
    pure('round', '<n-n?:n>', 2, numbers.round),
    pure('abs', '<n-:n>', 1, numeric(Math.abs)),
    pure('sqrt', '<n-:n>', 1, numbers.squareRoot),
    pure('power', '<n-n:n>', 2, numbers.power),
    bounded('random', '<:n>', 0, evaluation => evaluation.random()),
    pure('boolean', '<x-:b>', 1, truth),
    pure('not', '<x-:b>', 1, (value: unknown) => (value === undefined ? undefined : !isTrue(value))),
    bounded('map', '<af>', 2, higherOrder.map),
    {
      name: 'zip',
      signature: '<a+>',
      arity: 0,
      implement: (evaluation: Evaluation, _context: unknown, ...given: unknown[]) => lists.zip(evaluation, given),
    },
    bounded('filter', '<af>', 2, higherOrder.filter),
    bounded('single', '<af?>', 2, higherOrder.single),
    bounded('reduce', '<afj?:j>', 3, higherOrder.reduce),
    bounded('sift', '<o-f?:o>', 2, higherOrder.sift),
    bounded('keys', '<x-:a<s>>', 1, objects.keys),
    bounded('lookup', '<x-s:x>', 2, objects.lookup),
    bounded('append', '<xx:a>', 2, lists.append),
    pure('exists', '<x:b>', 1, (value: unknown) => value !== undefined),
    bounded('spread', '<x-:a<o>>', 1, objects.spread),
    bounded('merge', '<a<o>:o>', 1, objects.merge),
    bounded('reverse', '<a:a>', 1, lists.reverse),
    bounded('each', '<o-f:a>', 2, higherOrder.each),
    pure('error', '<s?:x>', 1, error),
    pure('assert', '<bs?:x>', 2, assert),
    pure('type', '<x:s>', 1, objects.typeOf),
    bounded('sort', '<af?:a>', 2, higherOrder.sort),
    bounded('shuffle', '<a:a>', 1, lists.shuffle),
    bounded('distinct', '<x:x>', 1, lists.distinct),
    bounded('base64encode', '<s-:s>', 1, encoding.base64encode),
    bounded('base64decode', '<s-:s>', 1, encoding.base64decode),
    bounded('encodeUrlComponent', '<s-:s>', 1, encoding.encodeUrlComponent),
    bounded('encodeUrl', '<s-:s>', 1, encoding.encodeUrl),
    bounded('decodeUrlComponent', '<s-:s>', 1, encoding.decodeUrlComponent),
    bounded('decodeUrl', '<s-:s>', 1, encoding.decodeUrl),
    pure('eval', '<sx?:x>', 2, () => fail('L1002')),
    bounded('toMillis', '<s-s?:n>', 2, toMillis),
    bounded('fromMillis', '<n-s?s?:s>', 3, fromMillis),
    bounded('clone', '<(oa)-:o>', 1, objects.clone),
    bounded('now', '<s?s?:s>', 2, (evaluation, picture?: string, timezone?: string) =>
      fromMillis(evaluation, evaluation.clock, picture, timezone),
    ),
    bounded('millis', '<:n>', 0, evaluation => evaluation.clock),
  ].map(builtIn => [builtIn.name, builtIn]),
);

/** A function that looks at its arguments only. */
function pure(name: string, signature: string, arity: number, run: (...args: never[]) => unknown): BuiltIn {
  const called = run as (...args: unknown[]) => unknown;
  return { name, signature, arity, implement: (_evaluation, _context, ...[a, b, c, d]) => called(a, b, c, d) };
}

/** A function that has to keep within the evaluation's limits, or uses its clock or its random numbers. */
function bounded(
  name: string,
  signature: string,
  arity: number,
  run: (evaluation: Evaluation, ...args: never[]) => unknown,
): BuiltIn {
  const called = run as (evaluation: Evaluation, ...args: unknown[]) => unknown;
  return {
    name,
    signature,
    arity,
    implement: (evaluation, _context, ...[a, b, c, d]) => called(evaluation, a, b, c, d),
  };
}

function numeric(operation: (value: number) => number): (value: number | undefined) => number | undefined {
  return value => (value === undefined ? undefined : operation(value));
}

function toText(evaluation: Evaluation, value: unknown, pretty?: boolean): string | undefined {
  return value === undefined ? undefined : textOf(evaluation, value, pretty);
}

function truth(value: unknown): boolean | undefined {
  return value === undefined ? undefined : isTrue(value);
}

function error(message?: string): never {
  return fail('D3137', { message: message || '$error() function evaluated' });
}

function assert(condition: unknown, message?: string): undefined {
  if (!condition) fail('D3141', { message: message || '$assert() statement failed' });
  return undefined;
}
