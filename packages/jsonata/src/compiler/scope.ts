import type { AstNode } from '../ast.ts';
import type { Code, Local } from './code.ts';

/** A variable of a frame. */
export interface Variable {
  local: Local;
  /** From here on it has a value: no frame further out is looked at. */
  definite: boolean;
  /** What is known of its value. */
  type: Code['type'];
  /** Its value, collapsed: what an expression sees that only reads it. */
  collapsed?: Local;
}

/** The variables of a block, a function, a tuple or the whole expression. */
export interface Scope {
  readonly outer: Scope | undefined;
  readonly variables: Map<string, Variable>;
}

export const innerScope = (outer: Scope | undefined): Scope => ({ outer, variables: new Map() });

/** Names that `:=` binds in this frame, that is, not in blocks and functions of its own, and how often. */
export function boundNames(nodes: AstNode[]): Map<string, number> {
  const names = new Map<string, number>();
  const visit = (node: AstNode): void => {
    if (node.type === 'bind') {
      const name = String((node.lhs as AstNode).value);
      names.set(name, (names.get(name) ?? 0) + 1);
    }
    if (node.type === 'block' || node.type === 'lambda') {
      for (const stage of [...(node.predicate ?? []), ...(node.stages ?? [])]) if (stage.expr) visit(stage.expr);
      if (node.group) for (const pair of node.group.lhs) pair.forEach(visit);
      return;
    }
    for (const child of childrenOf(node)) visit(child);
  };
  nodes.forEach(visit);
  return names;
}

/** Nodes are gone through again and again. */
const children = new WeakMap<AstNode, AstNode[]>();

/** The nodes within a node, in no particular order. */
export function childrenOf(node: AstNode): AstNode[] {
  const known = children.get(node);
  if (known !== undefined) return known;
  const found = findChildren(node);
  children.set(node, found);
  return found;
}

function findChildren(node: AstNode): AstNode[] {
  const found: AstNode[] = [];
  const collect = (part: unknown): void => {
    if (typeof part !== 'object' || part === null || part instanceof RegExp) return;
    if (Array.isArray(part)) part.forEach(collect);
    else if ('type' in part && (part as { type: unknown }).type !== 'filter') found.push(part as AstNode);
    else Object.values(part).forEach(collect);
  };
  for (const [name, part] of Object.entries(node)) {
    if (name !== 'value' && name !== 'slot' && name !== 'ancestor' && name !== 'signature') collect(part);
  }
  return found.filter(child => child.type !== ('index' as string));
}

/** Whether the variable is read or bound anywhere within. */
export function mentions(node: AstNode, name: string): boolean {
  return contains(node, ({ type, value }) => type === 'variable' && value === name);
}

/** Whether the node is one of these, or one within it is. */
export function contains(node: AstNode, isWanted: (node: AstNode) => boolean): boolean {
  return isWanted(node) || childrenOf(node).some(child => contains(child, isWanted));
}
