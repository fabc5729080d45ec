import { type AstNode, type SyntaxRange, origin } from '../ast.ts';
import { parse } from '../parser/parse.ts';
import { checkResult } from './check-result.ts';
import { checkTarget } from './check-target.ts';
import { type Finding, Findings } from './finding.ts';
import { Inference } from './infer.ts';
import { Scope } from './scope.ts';
import type { Occurrence } from './shape.ts';

export interface TypesOfSurroundings {
  /** What `$$` is: from `shapeOfSchema` or `shapeOfSamples`. */
  input: Occurrence;
  /** What the result should be. Left out: only lists in it that one entry alone would not be are pointed out. */
  target?: Occurrence;
  /** Of variables that are bound from outside, by name without `$`. Left out: others may be bound too. */
  variables?: Record<string, Occurrence>;
}

export interface TypeReport {
  result: Occurrence;
  /** In the order of the text. */
  findings: Finding[];
  /** What the expression or step at exactly this range gives. */
  at(range: SyntaxRange): Occurrence | undefined;
}

/**
 * Tells what an expression gives for inputs of a shape, and what will go wrong, without running it. Works on broken
 * texts as far as they can be read.
 * @example
 * const input = shapeOfSamples([{ lines: [{ sku: 'A', qty: 2 }] }]);
 * checkTypes('lines.qty + 1', { input }).findings; // arithmetic: lines.qty gives several values; + needs one number.
 */
export function checkTypes(text: string, { input, target, variables }: TypesOfSurroundings): TypeReport {
  const findings = new Findings(text);
  const scope = new Scope();
  for (const [name, value] of Object.entries(variables ?? {})) scope.set(name, value);
  const inference = new Inference(findings, input, variables !== undefined);
  const result = inference.program(parse(text).ast, scope);
  if (target === undefined) checkResult(findings, result);
  else checkTarget(findings, result, target, '');
  return { result, findings: findings.list, at: range => shapeAt(inference.shapes, range) };
}

function shapeAt(shapes: ReadonlyMap<AstNode, Occurrence>, { start, end }: SyntaxRange): Occurrence | undefined {
  for (const [node, shape] of shapes) {
    const range = node[origin];
    if (range?.start === start && range.end === end) return shape;
  }
  return undefined;
}
