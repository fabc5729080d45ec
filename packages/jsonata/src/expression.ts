import { Evaluation } from './evaluation/evaluation.ts';
import { explainFailure } from './explain-error.ts';
import { ExpressionError } from './expression-error.ts';
import { type Guards, defaultGuards } from './guards.ts';
import { prepare, readExpression } from './prepare.ts';

/** What an expression may use besides its input. */
export interface EvaluationContext {
  /** Values for variables, by name without `$`: data, never functions. */
  bindings?: Record<string, unknown>;
  /** Milliseconds since 1970: what `$now()` and `$millis()` give. Left out: the time at which they are first asked. */
  clock?: number;
  /** `$random()` and `$shuffle()` follow from it. Left out: they differ each time. */
  seed?: string;
}

/** A compiled expression. It keeps nothing from one evaluation to the next and may be evaluated any number of times. */
export interface Expression {
  readonly text: string;
  /**
   * The result in plain JSON values of its own, or `undefined` for none. The input is never written to.
   * @throws ExpressionError of kind `failed` or `limit`.
   */
  evaluate(input: unknown, context?: EvaluationContext): unknown;
}

/**
 * Compiles a JSONata expression to JavaScript.
 * @throws ExpressionError of kind `invalid`, also for functions that do not exist, for `$eval`, and for regular
 * expressions that need back-references or look-around.
 * @example
 * const lines = compile('lines.{ "sku": material, "quantity": qty }');
 * lines.evaluate(order, { clock: Date.now(), seed: 'execution-1' });
 */
export function compile(text: string, options: Partial<Guards> = {}): Expression {
  const guards = { ...defaultGuards, ...options };
  const { messages, runFor } = prepare(text);

  function evaluate(input: unknown, { bindings = none, clock, seed }: EvaluationContext = none): unknown {
    const run = runFor(bindings);
    const evaluation = new Evaluation(guards, clock, seed);
    try {
      return run(evaluation, input, bindings);
    } catch (thrown) {
      throw explainFailure(text, thrown, messages);
    }
  }

  return { text, evaluate };
}

const none = {};

/** The error with which `compile` would refuse the text. */
export function checkExpression(text: string): ExpressionError | undefined {
  try {
    readExpression(text);
    return undefined;
  } catch (thrown) {
    if (thrown instanceof ExpressionError) return thrown;
    throw thrown;
  }
}
