import type { Evaluation } from './evaluation.ts';

/**
 * A function as a value: a built-in, a lambda, a partial application, a regular expression. It is a JavaScript function,
 * so that nothing which looks into objects can take it for data. It checks its arguments against its signature, runs
 * tail calls to their end, and may give a sequence that has not collapsed.
 *
 * `context` is what stands in for a missing first argument of a signature such as `<s-:s>`; higher-order functions pass
 * `null`.
 */
export interface Callable {
  (evaluation: Evaluation, context: unknown, args: readonly unknown[]): unknown;
  /** Parameters: `$map` and its like pass no more arguments than that. */
  arity: number;
}

export function isCallable(value: unknown): value is Callable {
  return typeof value === 'function';
}

/** A function of the language. */
export interface BuiltIn {
  name: string;
  /** As jsonata writes it: `<s-nn?:s>`. */
  signature: string;
  /** Parameters that jsonata's own implementation counts: those with a default value, and rest parameters, are left out. */
  arity: number;
  /** Gets arguments that fit the signature. A sequence that it gives is not collapsed. */
  implement(evaluation: Evaluation, context: unknown, ...args: never[]): unknown;
}
