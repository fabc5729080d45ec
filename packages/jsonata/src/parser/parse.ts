import type { AstNode } from '../ast.ts';
import { lower } from './lower.ts';
import { parseSyntax, unreadable } from './parser.ts';
import type { SyntaxProblem } from './problem.ts';
import type { SyntaxTree } from './syntax.ts';

export interface Parsed {
  readonly tree: SyntaxTree;
  /** jsonata's AST; nodes of the type `error` stand for what is broken. */
  readonly ast: AstNode;
  /** None: jsonata accepts the text. The first is the one with which jsonata refuses it. */
  readonly problems: readonly SyntaxProblem[];
}

/**
 * Reads any text, whole or broken. It never throws.
 * @example
 * parse('lines.{ "sku": material, }').problems[0]; // S0211 at the last bracket
 */
export function parse(text: string): Parsed {
  try {
    return read(text);
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown;
    // The depths that are allowed fit into V8's stack twice; whoever calls may have used up the rest, or have less.
    const { tree, problems } = unreadable(text);
    return { tree, problems, ast: lower(tree).ast };
  }
}

function read(text: string): Parsed {
  const { tree, problems } = parseSyntax(text);
  const lowered = lower(tree);
  // That the text ends too early is found twice: a bracket is missing, and what should stand before it.
  const incomplete = problems.some(({ start }) => start === tree.end.start);
  const found = lowered.problems.filter(({ code }) => code !== 'S0207' || !incomplete);
  return { tree, ast: lowered.ast, problems: [...problems, ...found] };
}
