import type { DraftFlow } from '../draft-flow.ts';
import { changeNode, withField } from './change-node.ts';

/** Lets a node go through a connection, or through none. */
export function setConnection(flow: DraftFlow, id: string, connection: string | undefined): DraftFlow {
  return changeNode(flow, id, node => withField(node, 'connection', connection));
}
