import type { DraftFlow, DraftNode } from '../draft-flow.ts';
import { changeNode } from './change-node.ts';
import { setAtPointer } from './set-at-pointer.ts';

/** Sets what lies at a JSON pointer into a node's config, such as `/routes/0/when`; `undefined` removes it. */
export function changeConfig(flow: DraftFlow, id: string, pointer: string, value: unknown): DraftFlow {
  return changeNode(flow, id, node => ({
    ...node,
    config: setAtPointer(node.config ?? {}, pointer, value) as NonNullable<DraftNode['config']>,
  }));
}

/** Sets what lies at a JSON pointer into a node itself, such as `/timeout` or `/config/url`. */
export function changeNodeField(flow: DraftFlow, id: string, pointer: string, value: unknown): DraftFlow {
  return changeNode(flow, id, node => setAtPointer(node, pointer, value) as DraftNode);
}
