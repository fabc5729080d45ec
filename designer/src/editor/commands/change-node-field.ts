import type { DraftFlow, DraftNode } from '../draft-flow.ts';
import { setAtPointer } from './set-at-pointer.ts';

/** Sets what lies at a JSON pointer into a node, such as `/name`, `/config/url` or `/retry`; `undefined` removes it. */
export function changeNodeField(flow: DraftFlow, id: string, pointer: string, value: unknown): DraftFlow {
  return {
    ...flow,
    nodes: flow.nodes.map(node => (node.id === id ? (setAtPointer(node, pointer, value) as DraftNode) : node)),
  };
}
