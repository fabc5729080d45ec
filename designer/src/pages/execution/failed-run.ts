import type { ExecutionDetail, NodeRun } from '@lineshaft/api';

/** The run that an execution's failure came from: the last failed attempt of that node. */
export function failedRun({ error, nodeRuns }: Pick<ExecutionDetail, 'error' | 'nodeRuns'>): NodeRun | undefined {
  return error ? nodeRuns.findLast(({ nodeId, state }) => nodeId === error.nodeId && state === 'failed') : undefined;
}
