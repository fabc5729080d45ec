import { apiRoutes, type ExecutionDetail, type NodeRun } from '@lineshaft/api';
import { Body, type FlowVersionDefinition } from '@lineshaft/flow';
import type { Hono } from 'hono';
import type { Database } from '../database/database.ts';
import { reviveDead } from '../engine/plan-next.ts';
import { undoBody } from '../engine/undo-message.ts';
import { readTrace, type StoredBody, type StoredNodeRun } from '../ledger/execution-detail.ts';
import { countExecutions, findExecution, findExecutions } from '../ledger/find-executions.ts';
import { isId } from '../ledger/ids.ts';
import { cancelExecution, type Operated, reprocess, retryDelivery } from '../ledger/operate.ts';
import type { Flows } from '../store/flows.ts';
import { viewBody } from './body-view.ts';
import { toExecutionFilter } from './execution-query.ts';
import { toExecutionSummary } from './execution-summary.ts';
import { mountRoute } from './mount-route.ts';
import { HttpProblem } from './problem-details.ts';

export interface ExecutionResourceContext {
  database: Database;
  flows: Flows;
  /** Something became due. */
  wakeWorker(): void;
  /** Stops the execution if it is at work in this process; elsewhere its worker hears of it within a second. */
  cancelHere(executionId: string): void;
}

/** Counting on would take longer than anybody wants to wait. */
const countedUpTo = 10_000;

export function mountExecutions(app: Hono, context: ExecutionResourceContext): void {
  const { database, flows } = context;
  const routes = apiRoutes.executions;

  mountRoute(app, routes.listExecutions, async ({ query }) => {
    if (query.cursor !== undefined && !isId(query.cursor)) {
      throw new HttpProblem(
        'request-invalid',
        'The cursor is not one that this API gave. Leave it out to begin with the newest.',
      );
    }
    const { limit, cursor, ...asked } = query;
    const filter = await toExecutionFilter(asked, flows);
    const found = await findExecutions(database.kysely, { ...filter, before: cursor, limit: limit + 1 });
    const page = found.slice(0, limit);
    return {
      executions: page.map(toExecutionSummary),
      nextCursor: found.length > page.length ? (page.at(-1)?.id ?? null) : null,
    };
  });

  mountRoute(app, routes.countExecutions, async ({ query }) => {
    const found = await countExecutions(database.kysely, await toExecutionFilter(query, flows), countedUpTo + 1);
    return { count: Math.min(found, countedUpTo), more: found > countedUpTo };
  });

  mountRoute(app, routes.getExecution, async ({ params, query }) => {
    // One after the other: a trace read before the state could lack the runs that the state is owed to.
    const execution = await findExecution(database.kysely, params.id);
    const trace = await readTrace(database.kysely, params.id);
    if (!execution || !trace) throw unknown(params.id);
    const version = await flows.version(execution.flowId, execution.flowVersion);
    const { message } = trace;
    const detail: ExecutionDetail = {
      ...toExecutionSummary(execution),
      message: {
        id: message.id,
        headers: message.headers,
        contentType: message.contentType,
        body: viewBody(message.contentType, message.body, query.bodyLimit),
      },
      nodeRuns: trace.nodeRuns.map(run => toNodeRun(run, trace.nodeRuns, version?.definition, query.bodyLimit)),
      pending: trace.pending.map(run => ({
        run: run.run,
        nodeId: run.nodeId,
        attempt: run.attempts,
        dueAt: run.dueAt === undefined || run.dead ? null : new Date(run.dueAt).toISOString(),
        dead: run.dead ?? false,
        held: run.held ?? false,
      })),
    };
    return detail;
  });

  /** Executions outlive their flow. */
  const refuseWithoutVersion = async (id: string, version?: number) => {
    const execution = await findExecution(database.kysely, id);
    if (!execution) throw unknown(id);
    if (await flows.version(execution.flowId, version ?? execution.flowVersion)) return;
    const text = `Version ${execution.flowVersion} of flow "${execution.flowId}" was deleted with its flow, so the message cannot go through it again. Send the document to another flow.`;
    throw new HttpProblem('conflict', text);
  };

  mountRoute(app, routes.retryExecution, async ({ params }) => {
    await refuseWithoutVersion(params.id);
    const result = operated(
      params.id,
      await retryDelivery(database.pool, params.id, reviveDead),
      'Only a dead-lettered or waiting execution can be retried.',
    );
    context.wakeWorker();
    return result;
  });

  mountRoute(app, routes.reprocessExecution, async ({ params, body }) => {
    const execution = await findExecution(database.kysely, params.id);
    if (!execution) throw unknown(params.id);
    const current = body.version === 'current' ? (await flows.find(execution.flowId))?.currentVersion : undefined;
    await refuseWithoutVersion(params.id, current ?? undefined);
    const result = await reprocess(database.pool, params.id, current ?? undefined);
    if (result.kind !== 'done')
      throw refusal(
        params.id,
        result,
        'Only an execution that has ended can be reprocessed. Cancel it first, or wait.',
      );
    context.wakeWorker();
    return { executionId: result.executionId, state: result.state };
  });

  mountRoute(app, routes.cancelExecution, async ({ params }) => {
    const result = operated(params.id, await cancelExecution(database.pool, params.id), 'It has ended already.');
    context.cancelHere(params.id);
    context.wakeWorker();
    return result;
  });
}

function operated(id: string, result: Operated, rule: string) {
  if (result.kind === 'undone') {
    const text = 'What the execution had done was undone, so its delivery cannot be retried. Reprocess it.';
    throw new HttpProblem('conflict', text);
  }
  if (result.kind !== 'done') throw refusal(id, result, rule);
  return { id, state: result.state };
}

function refusal(
  id: string,
  result: { kind: 'unknown' } | { kind: 'expired' } | { kind: 'refused'; state: string },
  rule: string,
): HttpProblem {
  if (result.kind === 'expired') {
    return new HttpProblem(
      'conflict',
      'The payloads of the execution were kept for as long as its flow says, and are gone. Send the document again.',
    );
  }
  return result.kind === 'unknown'
    ? unknown(id)
    : new HttpProblem('conflict', `The execution is ${result.state}. ${rule}`);
}

const unknown = (id: string) => new HttpProblem('not-found', `There is no execution ${id}.`);

function toNodeRun(
  run: StoredNodeRun,
  all: readonly StoredNodeRun[],
  definition: FlowVersionDefinition | undefined,
  limit: number,
): NodeRun {
  const node = definition?.nodes.find(one => one.id === run.nodeId);
  const input = inputOf(run, all);
  const sender = run.from && all.find(one => one.run === run.from?.run && one.outputs.length > 0);
  return {
    run: run.run,
    nodeId: run.nodeId,
    nodeName: node?.name ?? run.nodeId,
    nodeType: node?.type ?? '',
    attempt: run.attempt,
    undoes: run.undoes ?? null,
    state: run.state,
    startedAt: run.startedAt.toISOString(),
    durationMs: run.durationMs,
    error: run.error,
    input: {
      ...viewBody(input.contentType, input.body, limit),
      headers: input.headers,
      fromRun: run.from?.run ?? null,
      port: (run.from && sender?.outputs[run.from.item]?.port) ?? null,
    },
    outputs: run.outputs.map(({ contentType, body, headers, port }) => ({
      ...viewBody(contentType, body, limit),
      headers,
      port,
    })),
  };
}

interface Recorded {
  contentType: string;
  headers: Record<string, string>;
  body: StoredBody;
}

/** What a run that undoes another worked on is made of that one's input and output, as it was when it ran. */
function inputOf(run: StoredNodeRun, all: readonly StoredNodeRun[]): Recorded {
  const undone = run.from === undefined && all.find(one => one.run === run.undoes && one.state === 'succeeded');
  if (!undone) return run.input;
  const [input, outputs] = [asMessage(undone.input), undone.outputs.map(asMessage)];
  if (!input || outputs.includes(undefined))
    return { contentType: 'application/json', headers: {}, body: { size: 0, bytes: undefined } };
  const { contentType, body } = undoBody(
    input,
    outputs.filter(output => output !== undefined),
  );
  const bytes = Buffer.from(body.bytes());
  return { contentType, headers: {}, body: { size: bytes.length, bytes } };
}

/** Undefined: its body is gone. */
function asMessage({ contentType, body }: Recorded): { contentType: string; body: Body } | undefined {
  return body.bytes && { contentType, body: Body.fromBytes(body.bytes) };
}
