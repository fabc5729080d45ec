import {
  Body,
  type Checkpoint,
  type Emitted,
  type ErrorRecord,
  errorPort,
  type ExecutionError,
  type ExecutionState,
  isJson,
  LineshaftError,
  type Message,
  type PendingRun,
} from '@lineshaft/flow';
import type { PreparedFlow, PreparedNode } from './prepare-flow.ts';
import { retryDelayMs } from './retry-policy.ts';
import type { Outcome } from './run-node.ts';

/** What follows from an outcome. */
export interface Plan {
  checkpoint: Checkpoint;
  /** Runs that became due now, in order. */
  started: PendingRun[];
  /** What the run sent out: its own items, or the one on its error port. */
  emitted: Emitted[];
  /** Set when the run went to the dead letter channel. */
  deadLettered?: ExecutionError;
}

export interface PlanInput {
  flow: PreparedFlow;
  checkpoint: Checkpoint;
  /** The run that was tried, as it stands in the checkpoint. */
  run: PendingRun;
  /** Its input. */
  message: Message;
  outcome: Outcome;
  /** Database clock, milliseconds since 1970. */
  now: number;
  /** From 0 to 1, for the jitter of a retry. */
  random: number;
}

/**
 * The runs with which an execution begins: what the source's edges lead to.
 * @throws LineshaftError `config-invalid` when the version has no such source
 */
export function firstCheckpoint(flow: PreparedFlow, sourceNodeId: string, port: string): Checkpoint {
  if (!flow.has(sourceNodeId)) {
    throw new LineshaftError(
      'config-invalid',
      `Flow "${flow.id}" version ${flow.version} has no source "${sourceNodeId}", by which this message came in. Reprocess it in a version that has.`,
    );
  }
  return start({ nextRun: 1, pending: [] }, flow.next(sourceNodeId, port)).checkpoint;
}

/** Decides what follows from one attempt. Pure: the same input gives the same plan, so a crash before it was settled changes nothing. */
export function planNext(input: PlanInput): Plan {
  const { flow, outcome } = input;
  if (outcome.kind === 'cancelled') return { checkpoint: input.checkpoint, started: [], emitted: [] };
  if (outcome.kind === 'succeeded') return follow(input, outcome.emitted);

  const prepared = flow.node(input.run.nodeId);
  const tries = input.run.tries + 1;
  const delay = retryDelayMs(prepared.retry, tries, { code: outcome.error.code, ...outcome }, input.random);
  if (delay !== undefined) {
    return { ...change(input, { tries, dueAt: input.now + delay }), started: [], emitted: [] };
  }
  if (prepared.node.onFailure === 'error-port') {
    return follow(input, [errorItem(prepared, input.message, outcome.error, input.run.attempts + 1)]);
  }
  return {
    ...change(input, { tries, dead: true }),
    started: [],
    emitted: [],
    deadLettered: { ...outcome.error, nodeId: input.run.nodeId },
  };
}

/** The state that a checkpoint amounts to. `busy` says whether any of its runs is being tried. */
export function stateOf(checkpoint: Checkpoint, now: number, busy: boolean): ExecutionState {
  if (checkpoint.pending.length === 0) return 'succeeded';
  const alive = checkpoint.pending.filter(run => !run.dead);
  if (alive.length === 0) return 'dead-lettered';
  return busy || alive.some(run => (run.dueAt ?? 0) <= now) ? 'running' : 'waiting';
}

/** When the next run is due, database clock; undefined when none waits. */
export function nextDueAt(checkpoint: Checkpoint): number | undefined {
  const due = checkpoint.pending.filter(run => !run.dead).map(run => run.dueAt ?? 0);
  return due.length === 0 ? undefined : Math.min(...due);
}

/** The checkpoint with its dead-lettered runs due again, their retry policies counting from the start. */
export function reviveDead(checkpoint: Checkpoint): Checkpoint {
  return {
    ...checkpoint,
    pending: checkpoint.pending.map(({ dead, dueAt, ...run }) =>
      dead ? { ...run, tries: 0 } : { ...run, ...(dueAt ? { dueAt } : {}) },
    ),
  };
}

/** The run is through: what it emitted goes along the edges. */
function follow(input: PlanInput, emitted: Emitted[]): Plan {
  let checkpoint: Checkpoint = {
    ...input.checkpoint,
    pending: input.checkpoint.pending.filter(run => run.run !== input.run.run),
  };
  const started: PendingRun[] = [];
  for (const [item, { port }] of emitted.entries()) {
    const next = start(checkpoint, input.flow.next(input.run.nodeId, port), { run: input.run.run, item });
    checkpoint = next.checkpoint;
    started.push(...next.started);
  }
  return { checkpoint, started, emitted };
}

function start(checkpoint: Checkpoint, nodeIds: readonly string[], from?: PendingRun['from']) {
  const started = nodeIds.map((nodeId, index): PendingRun => ({
    run: checkpoint.nextRun + index,
    nodeId,
    ...(from ? { from } : {}),
    attempts: 0,
    tries: 0,
  }));
  return {
    started,
    checkpoint: { nextRun: checkpoint.nextRun + started.length, pending: [...checkpoint.pending, ...started] },
  };
}

/** The run stays in the checkpoint, changed. */
function change(input: PlanInput, changes: Partial<PendingRun>): { checkpoint: Checkpoint } {
  const changed = { ...input.run, attempts: input.run.attempts + 1, ...changes };
  return {
    checkpoint: {
      ...input.checkpoint,
      pending: input.checkpoint.pending.map(run => (run.run === input.run.run ? changed : run)),
    },
  };
}

/** What leaves through an error port: the input as it was, and what went wrong. */
function errorItem(prepared: PreparedNode, message: Message, error: ErrorRecord, attempts: number): Emitted {
  const body = Body.fromJson({
    error: { ...error, nodeId: prepared.node.id, nodeName: prepared.node.name, attempts },
    inputContentType: message.contentType,
    input: readable(message),
  });
  return { port: errorPort, contentType: 'application/json', headers: message.headers, body };
}

/** JSON as a value, other text as text, anything else in base64. */
function readable(message: Message): unknown {
  const form = isJson(message.contentType) ? () => message.body.json() : () => message.body.text();
  try {
    return form();
  } catch (thrown) {
    // The body is not what its content type says, which may be the very error that is being reported.
    if (thrown instanceof LineshaftError) return { base64: Buffer.from(message.body.bytes()).toString('base64') };
    throw thrown;
  }
}
