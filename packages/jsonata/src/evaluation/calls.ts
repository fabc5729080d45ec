import { type BuiltIn, type Callable, isCallable } from './callable.ts';
import type { Evaluation } from './evaluation.ts';
import { Failure, type Token, fail } from './failure.ts';
import { collapse } from './sequence.ts';
import { type TransformParts, transformed } from './transform.ts';

/** Checks arguments; where one is missing that the signature allows to, the context takes its place. */
export interface ArgumentCheck {
  validate(args: readonly unknown[], context: unknown): unknown[];
}

/** The body of a lambda. It may give a `TailCall` in place of a value. */
type Body = (context: unknown, ...args: unknown[]) => unknown;

export interface Lambda extends Callable {
  /** Runs the body, and leaves a tail call to the caller. */
  enter(evaluation: Evaluation, context: unknown, args: readonly unknown[]): unknown;
  body: Body;
  signature: ArgumentCheck | undefined;
  /** Stands for a call at the end of a function, as a value: see `thunk`. */
  isThunk?: true;
  /** Where it was last called, and under which name: jsonata reports that when it fails. */
  position: number | undefined;
  token: Token;
}

/** A function of the expression on its way through arguments: jsonata notes no places on it. */
interface Passed extends Callable {
  passed: true;
}

/** A call that is the last thing a function does: made by whoever called the function, so that the stack does not grow. */
export class TailCall {
  readonly callee: unknown;
  readonly args: unknown[];
  readonly position: number;
  readonly token: Token;

  constructor(callee: unknown, args: unknown[], position: number, token: Token) {
    this.callee = callee;
    this.args = args;
    this.position = position;
    this.token = token;
  }
}

export const tailCall = (callee: unknown, args: unknown[], position: number, token: Token): TailCall =>
  new TailCall(callee, args, position, token);

export function lambda(arity: number, body: Body, signature: ArgumentCheck | undefined): Lambda {
  const made = ((evaluation, context, args) =>
    settle(evaluation, context, made.enter(evaluation, context, args))) as Lambda;
  made.arity = arity;
  made.body = body;
  made.signature = signature;
  made.position = undefined;
  made.token = undefined;
  made.enter = enter;
  return made;
}

/**
 * A call at the end of a function whose value goes through a filter first: jsonata filters what stands for the call, and
 * calls when that is what the function gives.
 */
export function thunk(made: Lambda): Lambda {
  made.isThunk = true;
  return made;
}

const isThunk = (value: unknown): value is Lambda => typeof value === 'function' && 'isThunk' in value;

function enter(this: Lambda, evaluation: Evaluation, context: unknown, args: readonly unknown[]): unknown {
  evaluation.tick();
  if (++evaluation.depth > evaluation.guards.depth) fail('D1011');
  const given = this.signature === undefined ? args : this.signature.validate(args, context);
  const result = this.body(context, ...given);
  evaluation.depth--;
  return result;
}

/**
 * Calls a function with as many of the arguments as it has parameters, but with one at least and with no more than
 * `most`. No context stands in for one that is missing.
 */
export function callWith(
  evaluation: Evaluation,
  callee: Callable,
  most: number,
  first: unknown,
  second: unknown,
  third: unknown,
  fourth?: unknown,
): unknown {
  if ('body' in callee && (callee as Lambda).signature === undefined) {
    // A function of JavaScript does not mind more arguments than it has parameters.
    evaluation.tick();
    if (++evaluation.depth > evaluation.guards.depth) fail('D1011');
    const result = (callee as Lambda).body(null, first, second, third, fourth);
    evaluation.depth--;
    return settle(evaluation, null, result);
  }
  return callee(evaluation, null, [first, second, third, fourth].slice(0, Math.max(1, Math.min(most, callee.arity))));
}

/** Makes tail calls until there is a value. */
function settle(evaluation: Evaluation, context: unknown, result: unknown): unknown {
  let value = result;
  while (value instanceof TailCall || isThunk(value)) {
    if (isThunk(value)) {
      const call = value;
      try {
        value = call.enter(evaluation, context, []);
      } catch (thrown) {
        throw callFailed(thrown, call, 0, undefined);
      }
      continue;
    }
    const { callee, args, position, token } = value;
    if (!isCallable(callee)) return fail('T1006', { position, token });
    note(callee, position, token);
    try {
      value =
        'enter' in callee ? (callee as Lambda).enter(evaluation, context, args) : callee(evaluation, context, args);
    } catch (thrown) {
      throw callFailed(thrown, callee, position, token);
    }
  }
  return value;
}

function note(callee: Callable, position: number, token: Token): void {
  if (!('enter' in callee)) return;
  (callee as Lambda).position = position;
  (callee as Lambda).token = token;
}

/**
 * Calls a function value at a place of the expression.
 * @throws Failure T1006 when it is none.
 */
export function call(
  evaluation: Evaluation,
  callee: unknown,
  context: unknown,
  args: unknown[],
  position: number,
  token: Token,
): unknown {
  if (!isCallable(callee)) return fail('T1006', { position, token });
  note(callee, position, token);
  let result: unknown;
  try {
    result =
      'enter' in callee ? (callee as Lambda).enter(evaluation, context, args) : callee(evaluation, context, args);
  } catch (thrown) {
    throw placed(callFailed(thrown, callee, position, token), position, token);
  }
  if (!(result instanceof TailCall) && !isThunk(result)) return result;
  try {
    return settle(evaluation, context, result);
  } catch (thrown) {
    throw placed(thrown, position, token);
  }
}

/** Failures of a function are reported at the call, under the name of the innermost function. */
function callFailed(thrown: unknown, callee: Callable, position: number, token: Token): unknown {
  if (!isPlaceable(thrown) || 'passed' in callee) return thrown;
  if (thrown.inTail === true) {
    thrown.inTail = undefined;
    return thrown;
  }
  const called = 'enter' in callee ? (callee as Lambda) : { position, token };
  thrown.token ??= called.token;
  thrown.position = called.position || thrown.position;
  return thrown;
}

/** Fills in what is still missing. */
function placed(thrown: unknown, position: number, token: Token): unknown {
  if (!isPlaceable(thrown)) return thrown;
  thrown.position ||= position;
  thrown.token ||= token;
  return thrown;
}

/** A built-in function that is called by its name and failed. */
export function builtInFailed(thrown: unknown, position: number, token: string): unknown {
  if (!isPlaceable(thrown)) return thrown;
  thrown.token ??= token;
  thrown.position = position;
  thrown.inTail = undefined;
  return thrown;
}

/** A tail call's own arguments and built-ins fail after the function has been left, so its call is not to blame. */
export function tailFailed(thrown: unknown): unknown {
  if (isPlaceable(thrown)) thrown.inTail = true;
  return thrown;
}

interface Placeable {
  position: number | undefined;
  token: Token;
  inTail?: true | undefined;
}

function isPlaceable(thrown: unknown): thrown is Placeable {
  return thrown instanceof Failure || thrown instanceof RangeError;
}

/** Runs a function for an argument; the context of whoever calls it is not for it. */
export function pass(value: unknown): unknown {
  if (!isCallable(value)) return value;
  const inner = value;
  const outer = ((evaluation, _context, args) => {
    try {
      return inner(evaluation, null, args);
    } catch (thrown) {
      throw 'enter' in inner ? callFailed(thrown, inner, 0, undefined) : thrown;
    }
  }) as Passed;
  outer.arity = inner.arity;
  outer.passed = true;
  return outer;
}

/** Calls a built-in by its name. */
export function builtIn(
  evaluation: Evaluation,
  callee: BuiltInValue,
  context: unknown,
  args: unknown[],
  position: number,
  token: string,
): unknown {
  evaluation.tick();
  try {
    return callee(evaluation, context, args);
  } catch (thrown) {
    throw builtInFailed(thrown, position, token);
  }
}

/** The same with texts, numbers and truths that fit the signature. */
export function builtInDirect(
  evaluation: Evaluation,
  callee: BuiltInValue,
  position: number,
  token: string,
  first: unknown,
  second: unknown,
  third: unknown,
): unknown {
  evaluation.tick(1 + readingOf(first) + readingOf(second) + readingOf(third));
  try {
    return callee.implement(evaluation, undefined, first, second, third);
  } catch (thrown) {
    throw builtInFailed(thrown, position, token);
  }
}

/** Ticks for a text or list, which most functions go through. */
function readingOf(arg: unknown): number {
  if (typeof arg === 'string') return arg.length >> 6;
  return Array.isArray(arg) ? arg.length >> 3 : 0;
}

/** A name without `$` that is called: jsonata looks whether there is such a variable. @throws Failure T1005, T1007 */
export function calleeNamed(
  callee: unknown,
  variable: unknown,
  code: string,
  position: number,
  token: string,
): unknown {
  if (callee === undefined && Boolean(variable)) fail(code, { position, token });
  return callee;
}

/** Most functions go through all of their arguments. */
function countSizes(evaluation: Evaluation, args: readonly unknown[]): void {
  for (let index = 0; index < args.length; index++) {
    evaluation.tick(readingOf(args[index]));
  }
}

/** A built-in function as a value. */
export interface BuiltInValue extends Callable {
  implement(evaluation: Evaluation, context: unknown, ...args: unknown[]): unknown;
}

export function builtInValue(
  { arity, implement }: Pick<BuiltIn, 'arity' | 'implement'>,
  signature: ArgumentCheck,
): BuiltInValue {
  const run = implement as BuiltInValue['implement'];
  const made = ((evaluation, context, args) => {
    countSizes(evaluation, args);
    return run(evaluation, context, ...signature.validate(args, context));
  }) as BuiltInValue;
  made.arity = arity;
  made.implement = run;
  return made;
}

/** `$f(?, 2)`: `given` has the arguments at their places, `open` says which are still to come. */
export function partial(
  evaluation: Evaluation,
  callee: unknown,
  given: unknown[],
  open: boolean[],
  position: number,
  token: Token,
): Callable {
  if (!isCallable(callee)) return fail('T1008', { position, token });
  const { arity } = callee;
  const places: number[] = [];
  for (let index = 0; index < arity; index++) if (open[index] === true) places.push(index);
  // The function's own signature is not looked at: that is how jsonata does it.
  return lambda(
    places.length,
    (context, ...rest) => {
      const args = given.slice(0, arity);
      while (args.length < arity) args.push(undefined);
      for (const [index, place] of places.entries()) args[place] = rest[index];
      if ('body' in callee) return (callee as Lambda).body(context, ...args);
      if ('implement' in callee) return (callee as BuiltInValue).implement(evaluation, context, ...args);
      return callee(evaluation, context, args);
    },
    undefined,
  );
}

/** `f ~> g` of two functions: a lambda of jsonata's own, in whose text its places are. */
function chain(evaluation: Evaluation, first: unknown, second: unknown): Callable {
  return lambda(
    1,
    (_context, value) => {
      try {
        return tailCall(second, [collapse(call(evaluation, first, null, [pass(value)], 39, 'f'))], 35, 'g');
      } catch (thrown) {
        throw tailFailed(thrown);
      }
    },
    undefined,
  );
}

/** `value ~> f`. @throws Failure T2006 */
export function apply(evaluation: Evaluation, value: unknown, callee: unknown, position: number): unknown {
  if (!isCallable(callee)) return fail('T2006', { position, value: callee });
  if (isCallable(value)) return chain(evaluation, value, callee);
  try {
    return callee(evaluation, null, [value]);
  } catch (thrown) {
    throw callFailed(thrown, callee, 0, undefined);
  }
}

/** `|pattern|update, delete|` as a function. */
export function transformer(
  evaluation: Evaluation,
  parts: TransformParts & { clone(): unknown },
  signature: ArgumentCheck,
): Callable {
  return builtInValue(
    {
      arity: 1,
      implement: (_evaluation: Evaluation, _context: unknown, input: unknown) =>
        transformed(evaluation, parts.clone(), input, parts),
    },
    signature,
  );
}
