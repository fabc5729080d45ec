import type { AstNode } from '../ast.ts';
import { readsContext } from './reads-context.ts';
import { childrenOf } from './scope.ts';

/**
 * Whether the node gives the same for every item of a list and does nothing else, so that once is enough. In doubt it
 * does not. `isBuiltIn`: whether the name of a function means that of the language here.
 */
export function isInvariant(node: AstNode, isBuiltIn: (name: string) => boolean): boolean {
  return !readsContext(node) && isSteady(node, isBuiltIn);
}

const steadyTypes = new Set([
  'string',
  'number',
  'value',
  'variable',
  'path',
  'name',
  'unary',
  'binary',
  'condition',
  'block',
  'parent',
]);

function isSteady(node: AstNode, isBuiltIn: (name: string) => boolean): boolean {
  if (node.type === 'function') {
    const { procedure, arguments: args = [] } = node;
    const name = String(procedure?.value);
    const isKnown = procedure?.type === 'variable' && isBuiltIn(name) && name !== 'random' && name !== 'shuffle';
    return isKnown && args.every(arg => isSteady(arg, isBuiltIn));
  }
  return steadyTypes.has(node.type) && childrenOf(node).every(child => isSteady(child, isBuiltIn));
}
