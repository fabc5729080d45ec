import type { RetryPolicy } from '@lineshaft/flow';
import type { DraftFlow } from '../draft-flow.ts';
import { changeNode, withField } from './change-node.ts';

/** Gives a node a retry policy of its own, or that of its role. */
export function setRetry(flow: DraftFlow, id: string, retry: Partial<RetryPolicy> | undefined): DraftFlow {
  return changeNode(flow, id, node => withField(node, 'retry', retry));
}
