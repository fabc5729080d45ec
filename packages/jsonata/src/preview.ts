import type { SyntaxRange } from './ast.ts';
import { Evaluation } from './evaluation/evaluation.ts';
import { Probes } from './evaluation/probes.ts';
import { explainFailure } from './explain-error.ts';
import type { ExpressionError } from './expression-error.ts';
import type { EvaluationContext } from './expression.ts';
import { type Guards, defaultGuards } from './guards.ts';
import { prepare } from './prepare.ts';

/** What was seen at a range of an expression. */
export interface Probe {
  range: SyntaxRange;
  /** How often it was evaluated: not at all in a branch that was not taken, once for each item in a loop. */
  count: number;
  /** The first five values, in plain JSON values of their own; `undefined` where there was none. Large ones are left out. */
  values: unknown[];
  /** Why it had no value, the first time. */
  error: ExpressionError | undefined;
}

export interface PreviewResult {
  /** `undefined` too when a limit ended the evaluation, or something failed outside of all ranges. */
  result: unknown;
  error: ExpressionError | undefined;
  /** One for each range, in their order. */
  probes: Probe[];
}

/** An expression that says what it saw on its way. */
export interface Preview {
  readonly text: string;
  /** What fails at a range is noted there and has no value, and the rest goes on: it never throws an ExpressionError. */
  evaluate(input: unknown, context?: EvaluationContext): PreviewResult;
}

/**
 * Compiles an expression for an editor that shows what each of its parts gives. It runs in pages too.
 * @param ranges of nodes, as `parse` gives them; a range that is no node's is never seen
 * @throws ExpressionError of kind `invalid`, as `compile` does
 * @example
 * const { probes } = compilePreview('{ "total": qty * price }', [{ start: 11, end: 22 }]).evaluate({ qty: 2, price: 3 });
 * probes[0]?.values; // [6]
 */
export function compilePreview(text: string, ranges: readonly SyntaxRange[], options: Partial<Guards> = {}): Preview {
  const guards = { ...defaultGuards, ...options };
  const { messages, runFor } = prepare(text, ranges);
  const explain = (thrown: unknown): ExpressionError => explainFailure(text, thrown, messages);
  return {
    text,
    evaluate(input, { bindings = {}, clock, seed } = {}) {
      const run = runFor(bindings);
      const evaluation = new Evaluation(guards, clock, seed);
      const seen = new Probes(ranges.length);
      evaluation.probes = seen;
      let result: unknown;
      let error: ExpressionError | undefined;
      try {
        result = run(evaluation, input, bindings);
      } catch (thrown) {
        error = explain(thrown);
      }
      const probes = ranges.map((range, id): Probe => {
        const { count = 0, values = [], failure } = seen.seen[id] ?? {};
        return { range, count, values, error: failure === undefined ? undefined : explain(failure) };
      });
      return { result, error, probes };
    },
  };
}
