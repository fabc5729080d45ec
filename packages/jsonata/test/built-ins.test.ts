import { describe, expect, test } from 'vitest';
import type { Callable } from '../src/evaluation/callable.ts';
import { Evaluation } from '../src/evaluation/evaluation.ts';
import { asSequence, collapse } from '../src/evaluation/sequence.ts';
import { libraryWithout } from '../src/compiler/library.ts';
import { builtIns } from '../src/functions/library.ts';
import { regexMatcher } from '../src/functions/regex-matcher.ts';
import { defaultGuards } from '../src/guards.ts';
import { surroundings } from './engine.ts';
import { type Outcome, describeOutcome, isGuarded, outcomeOf, sameOutcome } from './outcome.ts';
import { referenceEngine } from './reference-engine.ts';

/** An argument: data, or a function in both languages. */
type Argument = { data: unknown } | { text: string; callable: Callable };

const data = (...values: unknown[]): Argument[] => values.map(value => ({ data: value }));

function lambda(text: string, arity: number, run: (...args: never[]) => unknown): Argument {
  const callable: Callable = (_evaluation, _context, args) => (run as (...args: unknown[]) => unknown)(...args);
  callable.arity = arity;
  return { text, callable };
}

const regex = (pattern: RegExp): Argument => ({ text: String(pattern), callable: regexMatcher(pattern, 0) });

const asText = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
const isAfter = (left: unknown, right: unknown) =>
  left === undefined || right === undefined ? undefined : asText(left) > asText(right);
const matchIn = (value: unknown) =>
  typeof value === 'object' && value !== null && 'match' in value ? String(value.match) : '';
const countOf = (value: unknown) => (Array.isArray(value) ? value.length : value === undefined ? 0 : 1);

const functions: Argument[] = [
  lambda('function($v) { $v }', 1, (value: unknown) => value),
  lambda('function($v) { 5 }', 1, () => 5),
  lambda('function($v) { $missing }', 1, () => undefined),
  lambda('function($v, $i) { $i }', 2, (_value: unknown, index: unknown) => index),
  lambda(
    'function($v, $i) { $i = 1 or $i = "b" }',
    2,
    (_value: unknown, index: unknown) => index === 1 || index === 'b',
  ),
  lambda('function($v, $i, $all) { $count($all) }', 3, (_value: unknown, _index: unknown, all: unknown) =>
    countOf(all),
  ),
  lambda('function($l, $r) { $string($l) > $string($r) }', 2, isAfter),
  lambda('function($m) { "<" & $m.match & ">" }', 1, (found: unknown) => `<${matchIn(found)}>`),
];
const regexes = [/a/g, /[a-c]+/g, /(\w)(\d)?/g, /B/gi, /\s+/g, /,/g, /^a.*$/g, /b*/g, /(x)|(y)/g].map(regex);

const texts = [
  '',
  'a',
  'abc',
  'Abc ABC',
  '  a \t b\n',
  'x,y,,z',
  'aXbXc',
  '12',
  '-3.5e2',
  '0x1F',
  '0b101',
  '1e400',
  'é😀ü',
  '\ud800',
  'a%20b',
  '%E0%A4%A',
  'YWJj',
  'Y-_8=',
  'ß',
  'one hundred and twenty-three',
  'MCMXCIV',
  'mmxx',
  'AB',
  '1,234',
  '3rd',
];
const numbers = [
  0,
  1,
  -1,
  2,
  3,
  2.5,
  3.5,
  -2.5,
  0.1,
  1.005,
  1 / 3,
  12_345.678,
  -12_345.678,
  1e21,
  1e-7,
  1234567890123,
  255,
];
const lists = [
  [],
  [1],
  [3, 1, 2],
  [1, 'a'],
  ['b', 'a', 'b'],
  [['a'], ['b', ['c']]],
  [null],
  [{}],
  [2.5, 1e21, -0.5],
  [{ a: 1, b: [2] }, { a: 3, 2: 0, 1: 0 }, 'x'],
  [1, 1, '1', null, { a: 1 }, { a: 1 }],
  [[1, 2], [3]],
];
const objects = [{}, { a: 1 }, { b: 2, a: [1, 2], c: null }, { 2: 'x', 1: 'y', a: { b: 1 / 3 } }];
const hostile: unknown[] = [JSON.parse('{"__proto__":{"x":1},"constructor":2,"toString":"t"}')];
const everything = data(undefined, null, true, false, 2, 'ab', [1, 2], ['x'], { a: 1 }, 0, '', [], {});

const byKind: Record<string, Argument[]> = {
  s: data(undefined, ...texts),
  n: data(undefined, ...numbers),
  b: data(undefined, true, false),
  o: data(undefined, ...objects, ...hostile),
  a: data(undefined, 5, 'a', ...lists),
  f: functions,
  x: [...data(undefined, null, true, ...texts.slice(0, 5), ...numbers.slice(0, 7), ...lists, ...objects, ...hostile)],
  p: [...data('a', 'X', '', ',', 'é'), ...regexes],
  l: data(undefined, 0, 1, 2, 1.5, -1),
  k: data('a', 'b', '__proto__', 'constructor', 'toString', '1'),
  r: [...data('', '$0', '[$1$2]', '$$', '$x$', '$10', '$12'), ...functions.slice(-1)],
  w: data(-8, -1, 0, 3, 8.7),
  i: data('0', '000', '#,##0', '#,#0,0', '٠٠', 'I', 'i', 'A', 'a', 'w', 'W', 'Ww', 'W;o', '1;o', '0-0', 'x', '0٠'),
  N: data(
    '#,##0.00',
    '0',
    '00.0#',
    '#0%',
    '0.0e0',
    '#;(#)',
    'x',
    '#.##',
    '0,0.0,0',
    '#,#,##0',
    '00.000e00',
    '‰0',
    '#0.#e0',
    '0.0.0',
    '0%%',
    '‰‰0',
    '%‰0',
    '0a0',
    '0,.0',
    '0,',
    '0,,0',
    '0#',
    '0.#0',
    '0e0%',
    '0e',
    '1;2;3',
    'pre 0 post',
  ),
  O: data(
    undefined,
    {},
    { 'decimal-separator': ',', 'grouping-separator': '.' },
    { 'zero-digit': '٠' },
    { digit: '?' },
  ),
  t: data(-1, 0, 86_399_999, 1.7e12, 1521801216617, 951_782_400_000, 1_230_768_000_000, -62_135_596_800_000, 1e15),
  D: data(
    undefined,
    '[Y]-[M01]-[D01]',
    '[D1o] of [MNn], [Yw]',
    '[FNn,*-3], [d] [W]/[X] [w]/[x]',
    '[h]:[m01]:[s01].[f001] [PN]',
    '[Y,2-2]',
    '[MN,3-3] [F] [Fn] [MI] [Da]',
    '[[x]] [Z] [z] [Z0000] [Z0] [ZN]',
    '[q]',
    '[Y',
    '[HN]',
    '[C] [E] [P]',
    '[Z01:01t]',
  ),
  Z: data(undefined, '+0000', '+0100', '-0530', '1245'),
  T: data(
    '2018-03-23',
    '2018',
    '2018-03-23T10:33:36.617Z',
    '2018-03-23T10:33:36+01:00',
    'no date',
    '23/03/2018',
    '10:33',
    '3rd of March, two thousand and eighteen',
    '23 Mar 2018 3:05 pm',
    '2018-082',
    '12:30 +0130',
    '12:30 GMT+01:30',
  ),
  P: data(
    '[D]/[M]/[Y]',
    '[D1o] of [MNn], [Yw]',
    '[D] [MNn,3-3] [Y] [h]:[m] [P]',
    '[Y]-[d]',
    '[H]:[m] [Z]',
    '[H]:[m] [z]',
    '[H]:[m]',
    '[X]-[W]-[F]',
    '[Y]-[D]',
    '[H]:[s]',
    '[Y0001][M01][D01]',
    '[YN]',
    '[x] [w] [Y]',
    '[I]',
    '[f]',
    '[H]:[m] [z01:01]',
  ),
};

/** Which arguments each function is tried with: kinds as above, one for each parameter. */
const tried: Record<string, string> = {
  sum: 'a',
  count: 'a',
  max: 'a',
  min: 'a',
  average: 'a',
  string: 'xb',
  substring: 'snl',
  substringBefore: 'ss',
  substringAfter: 'ss',
  lowercase: 's',
  uppercase: 's',
  length: 's',
  trim: 's',
  pad: 'swp',
  match: 'sfl',
  contains: 'sp',
  replace: 'sprl',
  split: 'spl',
  join: 'as',
  formatNumber: 'nNO',
  formatBase: 'nn',
  formatInteger: 'ni',
  parseInteger: 'si',
  number: 'x',
  floor: 'n',
  ceil: 'n',
  round: 'nl',
  abs: 'n',
  sqrt: 'n',

  power: 'nn',
  random: '',
  boolean: 'x',
  not: 'x',
  map: 'af',
  zip: 'aa',
  filter: 'af',
  single: 'af',
  reduce: 'afx',

  sift: 'of',
  keys: 'x',
  lookup: 'xk',
  append: 'xx',
  exists: 'x',
  spread: 'x',
  merge: 'a',
  reverse: 'a',
  each: 'of',

  error: 's',
  assert: 'bs',
  type: 'x',
  sort: 'af',
  shuffle: 'a',
  distinct: 'a',
  base64encode: 's',
  base64decode: 's',

  encodeUrlComponent: 's',
  encodeUrl: 's',
  decodeUrlComponent: 's',
  decodeUrl: 's',
  toMillis: 'TP',
  fromMillis: 'tDZ',
  clone: 'o',
  now: 'DZ',
  millis: '',
};
const matchers = { match: 1 };

const library = libraryWithout(new Set());

describe('built-in functions give what those of jsonata give', () => {
  test('and there are no others', () => {
    expect([...builtIns.keys()].filter(name => !Object.hasOwn(tried, name))).toEqual(['eval']);
    expect(Object.keys(tried).filter(name => !builtIns.has(name))).toEqual([]);
  });

  test.each(Object.keys(tried))('$%s', async name => {
    const differences: string[] = [];
    for (const { args, context } of trials(name)) {
      const [ours, reference] = [await outcomeHere(name, args, context), await outcomeInJsonata(name, args, context)];
      if (sameOutcome(reference, ours, false) || reference.kind === 'crash' || isGuarded(reference)) continue;
      // jsonata writes the source text of its own code when a function is to replace a text.
      if (describeOutcome(reference).includes('async function')) continue;
      const shown = args.map(arg => ('text' in arg ? arg.text : JSON.stringify(arg.data))).join(', ');
      differences.push(
        `$${name}(${shown}) in ${JSON.stringify(context)}: ${describeOutcome(reference)}, here ${describeOutcome(ours)}`,
      );
    }
    expect(differences.slice(0, 20)).toEqual([]);
  });
});

interface Trial {
  args: Argument[];
  context: unknown;
}

function trials(name: string): Trial[] {
  const kinds = (tried[name] ?? '').split('');
  const candidates = kinds.map((kind, index) =>
    Object.hasOwn(matchers, name) && index === 1 ? regexes : (byKind[kind] ?? []),
  );
  const fitting = candidates.reduce<Argument[][]>(
    (all, choice) => all.flatMap(args => choice.map(arg => [...args, arg])),
    [[]],
  );
  // Too few, too many, and each argument of each kind in turn.
  const usual = fitting[Math.floor(fitting.length / 2)] ?? [];
  const odd = usual.flatMap((_, index) => everything.map(arg => usual.with(index, arg)));
  const few = usual.map((_, index) => usual.slice(0, index));
  const withContext = [...few, usual.slice(1)].flatMap(args =>
    everything.map(arg => ({ args, context: contextOf(arg) })),
  );
  const plain = [...thinned(fitting), ...odd, [...usual, ...everything.slice(4, 5)], ...everything.map(arg => [arg])];
  return [...plain.map(args => ({ args, context: undefined })), ...withContext];
}

const contextOf = (arg: Argument): unknown => ('data' in arg ? arg.data : undefined);

/** At most some 1,500, evenly taken. */
function thinned<Item>(items: Item[]): Item[] {
  const step = Math.ceil(items.length / 1500);
  return items.filter((_, index) => index % step === 0);
}

function outcomeHere(name: string, args: Argument[], context: unknown): Promise<Outcome> {
  const builtIn = library.builtIn(name) as Callable;
  const given = args.map(arg => ('callable' in arg ? arg.callable : arg.data));
  return outcomeOf(
    () => {
      const evaluation = new Evaluation(defaultGuards, surroundings.clock, surroundings.seed);
      return collapse(builtIn(evaluation, wrapped(context), given));
    },
    context,
    surroundings,
  );
}

/** A root that is a list is the one item of a sequence. */
function wrapped(context: unknown): unknown {
  return Array.isArray(context) ? Object.assign(asSequence([context]), { outerWrapper: true }) : context;
}

function outcomeInJsonata(name: string, args: Argument[], context: unknown): Promise<Outcome> {
  const bindings: Record<string, unknown> = {};
  const written = args.map((arg, index) => {
    if ('text' in arg) return arg.text.replace(/^\/(.*)\/g(i?)$/, '/$1/$2');
    bindings[`argument${index}`] = arg.data;
    return `$argument${index}`;
  });
  const prepared = referenceEngine.prepare(`$${name}(${written.join(', ')})`, { timeoutMs: 2000, depth: 1000 });
  return outcomeOf(prepared, context, { ...surroundings, bindings });
}
