import jsonata from 'jsonata';
import { type EvaluationState, builtInNames, builtInsFor, stateName } from './built-ins.ts';
import { guardJoins } from './bounded-text.ts';
import { explainFailure, explainParsing } from './explain-error.ts';
import { explainProblem } from './explain-problem.ts';
import { ExpressionError } from './expression-error.ts';
import { GuardError } from './guard-error.ts';
import { type Guards, defaultGuards } from './guards.ts';
import { LinearRegex, compileLinear } from './linear-regex.ts';
import { parse } from './parser/parse.ts';
import { plainCopy } from './plain-copy.ts';
import { type Findings, type SyntaxNode, examine } from './syntax-tree.ts';
import { endTurn, takeTurn } from './turns.ts';

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
  evaluate(input: unknown, context?: EvaluationContext): Promise<unknown>;
}

/**
 * Reads a JSONata expression.
 * @throws ExpressionError of kind `invalid`, also for functions that do not exist, for `$eval`, and for regular
 * expressions that need back-references or look-around.
 * @example
 * const lines = compile('lines.{ "sku": material, "quantity": qty }');
 * await lines.evaluate(order, { clock: Date.now(), seed: 'execution-1' });
 */
export function compile(text: string, options: Partial<Guards> = {}): Expression {
  const guards = { ...defaultGuards, ...options };
  const program = read(text, guards);
  const findings = examine(program.ast() as SyntaxNode);
  refuseWhatCannotWork(text, findings);
  guardJoins(program.ast());
  for (const [name, builtIn] of builtInsFor(guards)) program.assign(name, builtIn);
  const guardOutermost = guardsOfOutermost(guards);
  program.assign(frameHook as unknown as string, (outer: Frame, frame: Frame) => {
    if (outer.base === undefined) guardOutermost(frame);
  });
  const writesInput = mayWriteInput(findings);

  async function evaluate(input: unknown, context: EvaluationContext = {}): Promise<unknown> {
    const state = { clock: context.clock ?? Date.now(), seed: context.seed, textLeft: 4 * guards.textLength };
    const bindings = bindingsFor(context.bindings, state);
    const turn = takeTurn();
    if (turn !== undefined) await turn;
    try {
      const own = writesInput || (findings.makesObjects && Array.isArray(input));
      const result: unknown = own
        ? await program.evaluate(copyOf(input), copyOf(bindings) as typeof bindings)
        : await program.evaluate(input, bindings);
      return plainCopy(result, { left: guards.resultSize, textLength: guards.textLength });
    } catch (thrown) {
      throw explainFailure(text, thrown, findings.messages);
    } finally {
      endTurn();
    }
  }

  return { text, evaluate };
}

/** The error with which `compile` would refuse the text. */
export function checkExpression(text: string): ExpressionError | undefined {
  try {
    compile(text);
    return undefined;
  } catch (thrown) {
    if (thrown instanceof ExpressionError) return thrown;
    throw thrown;
  }
}

function read(text: string, guards: Guards): jsonata.Expression {
  const [problem] = parse(text).problems;
  if (problem !== undefined) throw explainProblem(text, problem);
  try {
    return jsonata(text, {
      timeout: guards.timeoutMs,
      stack: guards.depth,
      sequence: guards.listLength,
      RegexEngine: LinearRegex as unknown as RegExpConstructor,
    });
  } catch (thrown) {
    throw explainParsing(text, thrown);
  }
}

function refuseWhatCannotWork(text: string, findings: Findings): void {
  const known = new Set([...builtInNames, ...findings.functionNames, ...findings.valueNames]);
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

// JSONata calls what is kept under this name for every new scope.
const frameHook = Symbol.for('jsonata.__createFrame_push');

interface Frame {
  /** The outermost frame of an evaluation; the frame of the built-in functions has none. */
  base?: Frame;
  /** How deep the evaluation is; counted by the outermost frame. */
  depth?: number;
  /** Steps of the evaluation so far, and when it has to be over (performance.now()). */
  steps?: number;
  deadline?: number;
}

/** Steps of an evaluation between two looks at the clock. */
const stepsPerLook = 64;

/**
 * Time, depth and length of sequences, held by the frame that an evaluation begins with. JSONata's own guards look at the
 * clock at every step and make a closure for each sequence, which costs as much again in garbage collection as the
 * evaluation itself; these count steps, and all sequences share one function.
 */
function guardsOfOutermost(guards: Guards): (outermost: Frame) => void {
  function push(this: unknown[], ...items: unknown[]): number {
    if (this.length + items.length > guards.listLength) throw new GuardError('D2015', guards.listLength);
    for (const item of items) this[this.length] = item;
    return this.length;
  }
  function createSequence(...first: unknown[]): unknown[] {
    const sequence: unknown[] & { sequence?: true } = [];
    sequence.push = push;
    sequence.sequence = true;
    if (first.length === 1) sequence[0] = first[0];
    return sequence;
  }
  function guardStep(this: Frame): void {
    if ((this.depth ?? 0) > guards.depth) throw new GuardError('D1011', guards.depth);
    this.steps = (this.steps ?? 0) + 1;
    if (this.steps % stepsPerLook === 0 && performance.now() > (this.deadline ?? 0)) {
      throw new GuardError('D1012', guards.timeoutMs);
    }
  }
  // JSONata sets its own of these two on the frame; setters on the prototype let ours stand and keep the frame fast.
  const prototype = Object.defineProperties(
    {},
    {
      createSequence: { get: () => createSequence, set: () => {} },
      guardrails: { get: () => guardStep, set: () => {} },
    },
  ) as object;
  return outermost => {
    outermost.steps = 0;
    outermost.deadline = performance.now() + guards.timeoutMs;
    Object.setPrototypeOf(outermost, prototype);
  };
}

/** JSONata also notes places on whatever is called, and on data if that is called by mistake. */
function mayWriteInput(findings: Findings): boolean {
  const { calls, functionNames, valueNames } = findings;
  const callsData = calls.some(({ name }) => valueNames.has(name));
  const ownClone = functionNames.has('clone') || valueNames.has('clone');
  return findings.writesLists || findings.callsUnnamed || callsData || ownClone;
}

function bindingsFor(given: Record<string, unknown> | undefined, state: EvaluationState): Record<string, unknown> {
  for (const name in given) {
    if (typeof given[name] === 'function') throw new TypeError(`The binding "${name}" must be data, not a function.`);
  }
  return { ...given, [stateName]: state };
}

function copyOf(value: unknown): unknown {
  return plainCopy(value, { left: Number.POSITIVE_INFINITY, textLength: Number.POSITIVE_INFINITY });
}
