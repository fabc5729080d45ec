import type { AstNode } from './ast.ts';
import { type Run, compileTree } from './compiler/compile.ts';
import { libraryWithout } from './compiler/library.ts';
import { Evaluation } from './evaluation/evaluation.ts';
import { explainFailure, explainParsing } from './explain-error.ts';
import { explainProblem } from './explain-problem.ts';
import { ExpressionError } from './expression-error.ts';
import { builtIns } from './functions/library.ts';
import { type Guards, defaultGuards } from './guards.ts';
import { compileLinear } from './linear-regex.ts';
import { parse } from './parser/parse.ts';
import { type Findings, examine } from './syntax-tree.ts';

/** What an expression may use besides its input. */
export interface EvaluationContext {
  /** Values for variables, by name without `$`: data, never functions. */
  bindings?: Record<string, unknown>;
  /** Milliseconds since 1970: what `$now()` and `$millis()` give. Left out: the time at which the evaluation starts. */
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
  const { tree, findings } = read(text);
  const runWithout = runsOf(text, tree);
  const plain = runWithout('');
  const builtInsUsed = [...new Set(findings.variables.map(({ name }) => name))].filter(name => builtIns.has(name));

  function evaluate(input: unknown, context: EvaluationContext = noContext): unknown {
    const bindings = context.bindings ?? noBindings;
    const run = context.bindings === undefined ? plain : runWithout(namesTaken(context.bindings, builtInsUsed));
    const evaluation = new Evaluation(guards, context.clock ?? Date.now(), context.seed);
    try {
      return run(evaluation, input, bindings);
    } catch (thrown) {
      throw explainFailure(text, thrown, findings.messages);
    }
  }

  return { text, evaluate };
}

const noContext: EvaluationContext = {};
const noBindings: Record<string, unknown> = {};

/** Compiled when it is first needed, for the functions of the language whose names the bindings have taken. */
function runsOf(text: string, tree: AstNode): (taken: string) => Run {
  const runs = new Map<string, Run>();
  return taken => {
    let run = runs.get(taken);
    if (run === undefined) {
      try {
        run = compileTree(tree, libraryWithout(new Set(taken.split(' '))));
      } catch (thrown) {
        throw explainParsing(text, thrown);
      }
      runs.set(taken, run);
    }
    return run;
  };
}

/** @throws TypeError for a function among the bindings */
function namesTaken(bindings: Record<string, unknown>, builtInsUsed: string[]): string {
  for (const name in bindings) {
    if (typeof bindings[name] === 'function')
      throw new TypeError(`The binding "${name}" must be data, not a function.`);
  }
  return builtInsUsed.filter(name => Object.hasOwn(bindings, name)).join(' ');
}

/** The error with which `compile` would refuse the text. */
export function checkExpression(text: string): ExpressionError | undefined {
  try {
    read(text);
    return undefined;
  } catch (thrown) {
    if (thrown instanceof ExpressionError) return thrown;
    throw thrown;
  }
}

function read(text: string): { tree: AstNode; findings: Findings } {
  const { ast, problems } = parse(text);
  const [problem] = problems;
  if (problem !== undefined) throw explainProblem(text, problem);
  const findings = examine(ast);
  refuseWhatCannotWork(text, findings);
  return { tree: ast, findings };
}

function refuseWhatCannotWork(text: string, findings: Findings): void {
  const known = new Set([...builtIns.keys(), ...findings.functionNames, ...findings.valueNames]);
  const evaluations = findings.functionNames.has('eval') || findings.valueNames.has('eval');
  for (const { name, position } of findings.variables) {
    if (name === 'eval' && !evaluations) throw explainParsing(text, { code: 'L1002', token: name, position });
  }
  for (const { name, position } of findings.calls) {
    if (!known.has(name)) throw explainParsing(text, { code: 'T1006', token: name, position });
  }
  for (const { pattern, position } of findings.regexes) {
    try {
      compileLinear(pattern);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message.replace(/^error parsing regexp: /, '') : '';
      const sentence = `This regular expression cannot be used (${reason}): back-references and look-around do not exist here.`;
      const start = text.lastIndexOf(`/${pattern.source}/`, position);
      throw new ExpressionError({ code: 'L1003', kind: 'invalid', sentence, position: start }, text);
    }
  }
}
