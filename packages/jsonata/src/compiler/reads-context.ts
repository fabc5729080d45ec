import type { AstNode } from '../ast.ts';
import { childrenOf } from './scope.ts';

/** Whether the value of a node depends on its context. In doubt it does. */
export function readsContext(node: AstNode): boolean {
  switch (node.type) {
    case 'string':
    case 'number':
    case 'value':
    case 'regex':
    case 'parent':
      return false;
    case 'variable':
      return node.value === '';
    case 'path': {
      const [first] = node.steps ?? [];
      // All that follows has the items of the first step as its context.
      return first === undefined || first.type !== 'variable' || readsContext(first);
    }
    case 'function':
      return mayTakeContext(node) || childrenOf(node).some(readsContext);
    case 'name':
    case 'wildcard':
    case 'descendant':
    case 'lambda':
    case 'partial':
    case 'transform':
      return true;
    default:
      return childrenOf(node).some(readsContext);
  }
}

const withoutContext = new Set(
  (
    'sum count max min average join map filter reduce zip single append exists merge reverse error assert type sort ' +
    'shuffle distinct random now millis'
  ).split(' '),
);

/** A function with too few arguments may take the context in their place. */
function mayTakeContext({ procedure, arguments: args = [] }: AstNode): boolean {
  return args.length < 4 && !(procedure?.type === 'variable' && withoutContext.has(String(procedure.value)));
}
