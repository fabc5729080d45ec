import { Body, type ExecutionState, type Sent } from '@lineshaft/flow';
import type { Kysely } from 'kysely';
import type { Tables } from '../database/tables.ts';
import { readTrace } from './execution-detail.ts';
import { findExecution } from './find-executions.ts';

/** How far an execution has come whose reply is waited for. */
export interface ReplyLook {
  flowId: string;
  state: ExecutionState;
  ended: boolean;
  reply: Sent | undefined;
}

/** @param replyNodesOf ids of the nodes of a flow version that answer the sender */
export async function readReply(
  db: Kysely<Tables>,
  executionId: string,
  replyNodesOf: (flowId: string, version: number) => Promise<ReadonlySet<string>>,
): Promise<ReplyLook | undefined> {
  const execution = await findExecution(db, executionId);
  if (!execution) return undefined;
  const { flowId, flowVersion, state, endedAt } = execution;
  const nodes = await replyNodesOf(flowId, flowVersion);
  const trace = await readTrace(db, executionId);
  // Undefined, too, when it was kept as long as the flow says and is gone.
  const answer = trace?.nodeRuns.find(run => nodes.has(run.nodeId) && run.outputs.length > 0)?.outputs[0];
  const reply = answer?.body.bytes && {
    contentType: answer.contentType,
    headers: answer.headers,
    body: Body.fromBytes(answer.body.bytes),
  };
  return { flowId, state, ended: endedAt !== null, reply };
}
