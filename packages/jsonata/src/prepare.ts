import type { AstNode, SyntaxRange } from './ast.ts';
import { type Run, compileTree } from './compiler/compile.ts';
import { libraryWithout } from './compiler/library.ts';
import { explainParsing } from './explain-error.ts';
import { explainProblem } from './explain-problem.ts';
import { ExpressionError } from './expression-error.ts';
import { builtIns } from './functions/library.ts';
import { compileLinear } from './linear-regex.ts';
import { parse } from './parser/parse.ts';
import { type Findings, type WrittenMessage, examine } from './syntax-tree.ts';

export interface Prepared {
  /** See `explainFailure`. */
  messages: WrittenMessage[];
  /** What to run with these bindings. @throws TypeError for a function among them */
  runFor: (bindings: Record<string, unknown>) => Run;
}

/** Expressions that are kept for whoever compiles the same text again: so many, and no longer than that. */
const mostKept = 256;
const longestKept = 50_000;

/** The last that was asked for comes last. */
const kept = new Map<string, Prepared>();

/**
 * Reads an expression and compiles it. What runs throws failures as they are, see `explainFailure`.
 * @param probed ranges of nodes whose values are noted, see `Probes`
 * @throws ExpressionError of kind `invalid`
 */
export function prepare(text: string, probed: readonly SyntaxRange[] = []): Prepared {
  if (probed.length > 0 || text.length > longestKept) return prepareAnew(text, probed);
  const prepared = kept.get(text) ?? prepareAnew(text, probed);
  kept.delete(text);
  kept.set(text, prepared);
  if (kept.size > mostKept) {
    const [oldest] = kept.keys();
    kept.delete(oldest as string);
  }
  return prepared;
}

function prepareAnew(text: string, probed: readonly SyntaxRange[]): Prepared {
  const { tree, findings } = readExpression(text);
  const plain = runOf(text, tree, probed, '');
  const others = new Map<string, Run>();
  const builtInsUsed = [...new Set(findings.variables.map(({ name }) => name))].filter(name => builtIns.has(name));
  const { messages } = findings;
  return {
    messages,
    runFor(bindings) {
      const taken = namesTaken(bindings, builtInsUsed);
      if (taken === '') return plain;
      // The tree is not kept for this: it takes up more than all else.
      const run = others.get(taken) ?? runOf(text, readExpression(text).tree, probed, taken);
      others.set(taken, run);
      return run;
    },
  };
}

/** `taken`: the functions of the language whose names the bindings have taken. */
function runOf(text: string, tree: AstNode, probed: readonly SyntaxRange[], taken: string): Run {
  try {
    return compileTree(tree, libraryWithout(new Set(taken.split(' '))), probed);
  } catch (thrown) {
    throw explainParsing(text, thrown);
  }
}

/** @throws TypeError for a function among the bindings */
function namesTaken(bindings: Record<string, unknown>, builtInsUsed: string[]): string {
  for (const name in bindings) {
    if (typeof bindings[name] === 'function')
      throw new TypeError(`The binding "${name}" must be data, not a function.`);
  }
  if (builtInsUsed.length === 0) return '';
  return builtInsUsed.filter(name => Object.hasOwn(bindings, name)).join(' ');
}

/** @throws ExpressionError of kind `invalid` for a text that cannot be used */
export function readExpression(text: string): { tree: AstNode; findings: Findings } {
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
