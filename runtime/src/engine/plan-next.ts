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
  /** Runs that are being tried now, by number. */
  busy: ReadonlySet<number>;
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
  return start({ nextRun: 1, pending: [] }, flow.next(sourceNodeId, port), {}).checkpoint;
}

/** Decides what follows from one attempt. Pure: the same input gives the same plan, so a crash before it was settled changes nothing. */
export function planNext(input: PlanInput): Plan {
  const { flow, checkpoint, run, outcome } = input;
  if (outcome.kind === 'cancelled') return { checkpoint, started: [], emitted: [] };
  if (outcome.kind === 'succeeded') return undoNext(input, follow(input, outcome.emitted, isDone(input)));
  // Others have failed for good: what is undone anyway is not tried again.
  if (checkpoint.compensating && run.undoes === undefined) return undoNext(input, follow(input, [], false));

  const prepared = flow.node(run.nodeId);
  const tries = run.tries + 1;
  const delay = retryDelayMs(prepared.retry, tries, { code: outcome.error.code, ...outcome }, input.random);
  if (delay !== undefined) {
    return { ...change(input, { tries, dueAt: input.now + delay }), started: [], emitted: [] };
  }
  if (prepared.node.onFailure === 'error-port') {
    return undoNext(input, follow(input, [errorItem(prepared, input.message, outcome.error, run.attempts + 1)], false));
  }
  const error = { ...outcome.error, nodeId: run.nodeId };
  const dead = change(input, { tries, dead: true });
  const plan = { ...dead, started: [], emitted: [], deadLettered: error };
  return run.undoes === undefined ? undoNext(input, beginUndoing(input, plan, error)) : plan;
}

/** The run waits, without having been tried: until `dueAt`, or until whoever holds it lets it go on. */
export function postpone(checkpoint: Checkpoint, run: PendingRun, dueAt: number | undefined): Checkpoint {
  const { dueAt: _dueAt, held: _held, ...rest } = run;
  const waiting: PendingRun = { ...rest, ...(dueAt === undefined ? { held: true } : { dueAt }) };
  return replaceRun(checkpoint, waiting);
}

/** The state that a checkpoint amounts to. `busy` says whether any of its runs is being tried. */
export function stateOf(checkpoint: Checkpoint, now: number, busy: boolean): ExecutionState {
  if (checkpoint.pending.length === 0) return 'succeeded';
  const alive = checkpoint.pending.filter(run => !run.dead);
  if (alive.length === 0) return 'dead-lettered';
  return busy || alive.some(run => dueAtOf(run) <= now) ? 'running' : 'waiting';
}

/** When the next run is due, database clock; Infinity when all that wait are held, undefined when none waits. */
export function nextDueAt(checkpoint: Checkpoint): number | undefined {
  const due = checkpoint.pending.filter(run => !run.dead).map(dueAtOf);
  return due.length === 0 ? undefined : Math.min(...due);
}

/**
 * The checkpoint with its dead-lettered runs due again, their retry policies counting from the start. Where runs are being
 * undone, only the undoing that failed.
 */
export function reviveDead(checkpoint: Checkpoint): Checkpoint {
  const revived = ({ dead, dueAt, ...run }: PendingRun): PendingRun => {
    if (!dead) return { ...run, ...(dueAt ? { dueAt } : {}) };
    return checkpoint.compensating && run.undoes === undefined ? { ...run, dead } : { ...run, tries: 0 };
  };
  return { ...checkpoint, pending: checkpoint.pending.map(revived) };
}

/** The run is through: what it emitted goes along the edges. Where runs are being undone, only what undoes goes on. */
function follow(input: PlanInput, emitted: Emitted[], done: boolean): Plan {
  const { run, flow } = input;
  let checkpoint: Checkpoint = {
    ...input.checkpoint,
    pending: input.checkpoint.pending.filter(pending => pending.run !== run.run),
  };
  if (done) {
    const { run: number, nodeId, from } = run;
    checkpoint = {
      ...checkpoint,
      done: [...(checkpoint.done ?? []), { run: number, nodeId, ...(from ? { from } : {}) }],
    };
  }
  if (checkpoint.compensating && run.undoes === undefined) return { checkpoint, started: [], emitted };
  const started: PendingRun[] = [];
  for (const [item, { port, dueAt }] of emitted.entries()) {
    const next = start(checkpoint, flow.next(run.nodeId, port), {
      from: { run: run.run, item },
      ...(dueAt === undefined ? {} : { dueAt }),
      ...(run.undoes === undefined ? {} : { undoes: run.undoes }),
    });
    checkpoint = next.checkpoint;
    started.push(...next.started);
  }
  return { checkpoint, started, emitted };
}

/** Whether the run is one that may have to be undone. */
function isDone({ flow, run }: PlanInput): boolean {
  return run.undoes === undefined && flow.node(run.nodeId).node.compensation !== undefined;
}

/** A node failed for good. If anything was done that can be undone, nothing else is begun any more. */
function beginUndoing({ flow, busy }: PlanInput, plan: Plan, error: ExecutionError): Plan {
  const { checkpoint } = plan;
  const atWork = checkpoint.pending.filter(run => !run.dead && busy.has(run.run));
  const canBeUndone =
    (checkpoint.done ?? []).length > 0 || atWork.some(run => flow.node(run.nodeId).node.compensation !== undefined);
  if (!canBeUndone || checkpoint.compensating) return plan;
  const pending = checkpoint.pending.filter(run => run.dead || atWork.includes(run));
  return { ...plan, checkpoint: { ...checkpoint, pending, compensating: error } };
}

/** Undoes the run that was done last, once nothing else is at work; the next one when this is through. */
function undoNext({ flow }: PlanInput, plan: Plan): Plan {
  const { checkpoint } = plan;
  const done = checkpoint.done ?? [];
  const last = done.at(-1);
  // Dead ones that undo wait for a person; what was done before them must not be undone first.
  const waits = checkpoint.pending.some(run => !run.dead || run.undoes !== undefined);
  if (!checkpoint.compensating || !last || waits) return plan;
  const undoing = flow.node(last.nodeId).node.compensation;
  const next = start({ ...checkpoint, done: done.slice(0, -1) }, undoing === undefined ? [] : [undoing], {
    undoes: last.run,
  });
  return { ...plan, checkpoint: next.checkpoint, started: next.started };
}

function start(checkpoint: Checkpoint, nodeIds: readonly string[], rest: Partial<PendingRun>) {
  const started = nodeIds.map((nodeId, index): PendingRun => ({
    run: checkpoint.nextRun + index,
    nodeId,
    ...rest,
    attempts: 0,
    tries: 0,
  }));
  return {
    started,
    checkpoint: {
      ...checkpoint,
      nextRun: checkpoint.nextRun + started.length,
      pending: [...checkpoint.pending, ...started],
    },
  };
}

/** The run stays in the checkpoint, changed. */
function change({ checkpoint, run }: PlanInput, changes: Partial<PendingRun>): { checkpoint: Checkpoint } {
  const { held: _held, ...rest } = run;
  return { checkpoint: replaceRun(checkpoint, { ...rest, attempts: run.attempts + 1, ...changes }) };
}

function replaceRun(checkpoint: Checkpoint, changed: PendingRun): Checkpoint {
  return { ...checkpoint, pending: checkpoint.pending.map(run => (run.run === changed.run ? changed : run)) };
}

/** Database clock; Infinity for a run that somebody holds. */
function dueAtOf(run: PendingRun): number {
  return run.held ? Infinity : (run.dueAt ?? 0);
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
export function readable(message: Pick<Message, 'contentType' | 'body'>): unknown {
  const form = isJson(message.contentType) ? () => message.body.json() : () => message.body.text();
  try {
    return form();
  } catch (thrown) {
    // The body is not what its content type says, which may be the very error that is being reported.
    if (thrown instanceof LineshaftError) return { base64: Buffer.from(message.body.bytes()).toString('base64') };
    throw thrown;
  }
}
