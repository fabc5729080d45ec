import type { AstNode } from '../ast.ts';

type Written = (node: AstNode) => string;

/** The paths, as written, that have a value when the condition holds. */
export function certainWhenTrue(test: AstNode, written: Written): ReadonlySet<string> {
  const found = new Set<string>();
  collect(test, true, written, found);
  return found;
}

/** The paths that have a value when the condition does not hold: `$not($exists(a))`. */
export function certainWhenFalse(test: AstNode, written: Written): ReadonlySet<string> {
  const found = new Set<string>();
  collect(test, false, written, found);
  return found;
}

function collect(test: AstNode, holds: boolean, written: Written, found: Set<string>): void {
  const { type, value } = test;
  const [argument] = test.arguments ?? [];
  const called = type === 'function' && test.procedure?.type === 'variable' ? test.procedure.value : undefined;
  if (called === 'not' && argument) {
    collect(argument, !holds, written, found);
  } else if (called === 'exists' && argument) {
    if (holds) addPath(argument, written, found);
  } else if (type === 'block' && test.expressions?.length === 1) {
    collect(test.expressions[0] as AstNode, holds, written, found);
  } else if (type === 'binary' && value === (holds ? 'and' : 'or')) {
    for (const side of [test.lhs, test.rhs]) collect(side as AstNode, holds, written, found);
  } else if (type === 'binary' && holds && comparisons.has(value)) {
    for (const side of [test.lhs, test.rhs]) addPath(side as AstNode, written, found);
  } else if (holds) {
    addPath(test, written, found);
  }
}

const comparisons: ReadonlySet<unknown> = new Set(['=', '!=', '<', '<=', '>', '>=', 'in']);

function addPath(node: AstNode, written: Written, found: Set<string>): void {
  if (node.type === 'path' || node.type === 'variable') found.add(written(node));
}
