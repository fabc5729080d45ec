import type { DraftFlow } from '../draft-flow.ts';
import { changeNode } from './change-node.ts';

/** Gives a node another name. Its id stays: edges and traces know it by that. */
export function renameNode(flow: DraftFlow, id: string, name: string): DraftFlow {
  return changeNode(flow, id, node => ({ ...node, name }));
}
