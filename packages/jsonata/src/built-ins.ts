import jsonata from 'jsonata';
import { checkTextSize, joinName } from './bounded-text.ts';
import { distinct } from './distinct.ts';
import { GuardError } from './guard-error.ts';
import type { Guards } from './guards.ts';
import { seededRandom } from './random.ts';

/** One of JSONata's functions as it keeps them. */
export interface BuiltIn {
  _jsonata_function: true;
  implementation: Implementation;
  signature?: unknown;
}

type Implementation = (this: Focus, ...args: never[]) => unknown;

/** `this` of a built-in function. */
interface Focus {
  environment: { lookup(name: string): unknown; timestamp: Date };
}

/** What belongs to one evaluation; bound under a name that no expression can write. */
export interface EvaluationState {
  clock: number;
  seed: string | undefined;
  random?: () => number;
  /** Characters that text functions may still make. */
  textLeft: number;
}

export const stateName = ' evaluation';

/** Every function of JSONata 2.2.2. */
export const builtInNames = (
  'sum count max min average string substring substringBefore substringAfter lowercase uppercase length trim pad ' +
  'match contains replace split join formatNumber formatBase formatInteger parseInteger number floor ceil round abs ' +
  'sqrt power random boolean not map zip filter single reduce sift keys lookup append exists spread merge reverse ' +
  'each error assert type sort shuffle distinct base64encode base64decode encodeUrlComponent encodeUrl ' +
  'decodeUrlComponent decodeUrl eval toMillis fromMillis clone now millis'
).split(' ');

/** Functions over a text whose length is checked, and that of the text or list they make. */
const textFunctions = (
  'substring substringBefore substringAfter lowercase uppercase length trim match contains replace split ' +
  'number parseInteger base64encode base64decode encodeUrlComponent encodeUrl decodeUrlComponent decodeUrl'
).split(' ');

const natives = new Map(
  await Promise.all(
    builtInNames.map(async name => [name, (await jsonata(`$${name}`).evaluate(undefined)) as BuiltIn] as const),
  ),
);

/**
 * The built-in functions for one expression. Each expression gets its own objects: JSONata notes on them from where
 * they were last called, and would otherwise report a place in somebody else's expression.
 */
export function builtInsFor(guards: Guards): Map<string, BuiltIn> {
  const functions = new Map<string, BuiltIn>();
  for (const [name, native] of natives) functions.set(name, { ...native });
  const replace = (name: string, implementation: Implementation) => {
    functions.set(name, { ...nativeOf(name), implementation });
  };
  for (const name of textFunctions) replace(name, boundedText(nativeOf(name).implementation, guards));
  const toText = boundedString(guards);
  replace('string', toText);
  functions.set(joinName, { _jsonata_function: true, implementation: boundedConcat(toText, guards) });
  replace('pad', boundedPad(guards));
  replace('join', boundedJoin(guards));
  replace('distinct', distinct);
  replace('eval', refusedEval);
  replace('now', now);
  replace('millis', millis);
  replace('toMillis', toMillis);
  replace('random', random);
  replace('shuffle', shuffle);
  return functions;
}

function nativeOf(name: string): BuiltIn {
  const native = natives.get(name);
  if (native === undefined) throw new Error(`JSONata has no function $${name}.`);
  return native;
}

function stateOf(focus: Focus): EvaluationState {
  return focus.environment.lookup(stateName) as EvaluationState;
}

// Functions keep the parameter names of the originals, for JSONata reads them: partial application such as
// `$pad(?, 5)` takes them from the source text, and `$map` looks at the number of parameters.

function boundedText(native: Implementation, guards: Guards): Implementation {
  function bounded(this: Focus, ...args: unknown[]): unknown {
    if (typeof args[0] === 'string') checkLength(args[0].length, guards);
    const result = native.apply(this, args as never[]);
    return result instanceof Promise
      ? result.then(made => boundedResult(this, made, guards))
      : boundedResult(this, result, guards);
  }
  Object.defineProperty(bounded, 'length', { value: native.length });
  bounded.toString = () => native.toString();
  return bounded;
}

/** Looks at the size before the text is made. */
function boundedString(guards: Guards): Implementation {
  const native = nativeOf('string').implementation;
  const bounded = boundedText(function (this: Focus, ...args: unknown[]) {
    checkTextSize(args[0], guards.textLength, () => new GuardError('L1001', guards.textLength));
    return native.apply(this, args as never[]);
  }, guards);
  Object.defineProperty(bounded, 'length', { value: native.length });
  bounded.toString = () => native.toString();
  return bounded;
}

/** What `&` does. */
function boundedConcat(toText: Implementation, guards: Guards): Implementation {
  return function (this: Focus, left: unknown, right: unknown) {
    const text = (operand: unknown) =>
      typeof operand === 'string' ? operand : ((toText.call(this, operand as never) ?? '') as string);
    const joined = text(left) + text(right);
    checkLength(joined.length, guards);
    return joined;
  };
}

function boundedPad(guards: Guards): Implementation {
  const native = nativeOf('pad').implementation as unknown as (...args: unknown[]) => unknown;
  return function (this: Focus, str: string | undefined, width: number, char: string | undefined) {
    checkLength(Math.max((str ?? '').length, Math.abs(width) * (char ?? ' ').length), guards);
    return boundedResult(this, native.call(this, str, width, char), guards);
  };
}

function boundedJoin(guards: Guards): Implementation {
  return function (this: Focus, strs: string[] | undefined, separator: string | undefined) {
    if (strs === undefined) return undefined;
    const glue = separator ?? '';
    checkLength(
      strs.reduce((sum, text) => sum + text.length + glue.length, -glue.length),
      guards,
    );
    return boundedResult(this, strs.join(glue), guards);
  };
}

function boundedResult(focus: Focus, made: unknown, guards: Guards): unknown {
  if (Array.isArray(made)) {
    if (made.length > guards.listLength) throw new GuardError('D2015', guards.listLength);
  } else if (typeof made === 'string' && made.length > 1000) {
    checkLength(made.length, guards);
    const state = stateOf(focus);
    state.textLeft -= made.length;
    if (state.textLeft < 0) throw new GuardError('L1001', guards.textLength);
  }
  return made;
}

function checkLength(length: number, guards: Guards): void {
  if (length > guards.textLength) throw new GuardError('L1001', guards.textLength);
}

function refusedEval(): never {
  throw new GuardError('L1002');
}

function now(this: Focus, picture: string | undefined, timezone: string | undefined): unknown {
  const fromMillis = nativeOf('fromMillis').implementation as unknown as (...args: unknown[]) => unknown;
  return fromMillis.call(this, stateOf(this).clock, picture, timezone);
}

function millis(this: Focus): number {
  return stateOf(this).clock;
}

/** A picture without a date means today: the day of the clock. */
function toMillis(this: Focus, timestamp: string | undefined, picture: string | undefined): unknown {
  const native = nativeOf('toMillis').implementation as unknown as (...args: unknown[]) => unknown;
  const environment = { ...this.environment, timestamp: new Date(stateOf(this).clock) };
  return native.call({ ...this, environment }, timestamp, picture);
}

function random(this: Focus): number {
  const state = stateOf(this);
  state.random ??= state.seed === undefined ? Math.random : seededRandom(state.seed);
  return state.random();
}

function shuffle(this: Focus, arr: unknown[] | undefined): unknown[] | undefined {
  if (arr === undefined) return undefined;
  const mixed = Array.from(arr);
  for (let last = mixed.length - 1; last > 0; last--) {
    const other = Math.floor(random.call(this) * (last + 1));
    [mixed[last], mixed[other]] = [mixed[other], mixed[last]];
  }
  return mixed;
}
