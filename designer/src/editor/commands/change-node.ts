import type { DraftFlow, DraftNode } from '../draft-flow.ts';

/** The flow with one node made anew; a node that is not there changes nothing. */
export function changeNode(flow: DraftFlow, id: string, change: (node: DraftNode) => DraftNode): DraftFlow {
  return { ...flow, nodes: flow.nodes.map(node => (node.id === id ? change(node) : node)) };
}

/** The object with the field set; `undefined` removes it. */
export function withField<Target extends Record<string, unknown>>(target: Target, key: string, value: unknown): Target {
  if (value !== undefined) return { ...target, [key]: value };
  const { [key]: _, ...rest } = target;
  return rest as Target;
}
