import {
  type Checkpoint,
  type Emitted,
  type ExecutionError,
  type ExecutionState,
  type Message,
  type PendingRun,
  type Reply,
  type RunContext,
} from '@lineshaft/flow';
import { firstCheckpoint, nextDueAt, planNext, type Plan, postpone, stateOf } from '../engine/plan-next.ts';
import type { PreparedFlow } from '../engine/prepare-flow.ts';
import { Cancelled, type Outcome, runNode } from '../engine/run-node.ts';
import { type Done, undoMessage } from '../engine/undo-message.ts';
import { idTime } from '../ledger/ids.ts';
import type { LeasedExecution } from '../ledger/lease.ts';
import { emittedId } from '../ledger/read-inputs.ts';
import type { NodeRunRecord, Settled, Settlement } from '../ledger/settle.ts';
import type { Admission } from './delivery-gate.ts';
import { noState } from './durable-state.ts';
import type { NodeServices, ServedRun } from './node-services.ts';
import { traceparentOf } from './trace-context.ts';

export interface DriveContext {
  flow: PreparedFlow;
  /** Database clock, milliseconds since 1970. */
  now: () => number;
  settle: (settlement: Settlement) => Promise<Settled>;
  /** What a settled run of the execution worked on, and what it sent out. */
  done: (run: number) => Promise<Done>;
  services: NodeServices;
  reply(executionId: string, reply: Reply): boolean;
}

/** Sinks of one execution that are at work at the same time, at most. */
const branchLimit = 8;

/** A retry due within this time is waited for here; a later one gives the lease back. Milliseconds. */
const shortWaitMs = 250;

/**
 * A lease that is kept over short waits for longer than this is given back at the next one, or a node that is tried again
 * at once and for ever would keep its slot for ever. Milliseconds.
 */
const longestStayMs = 2000;

/** Lost the lease: somebody else decides about the execution now, and what was done here is not recorded. */
class LeaseLost extends Error {}

/**
 * Takes a leased execution as far as it goes: to its end, or to a wait that is too long to keep it.
 *
 * Processors run as soon as their input is there. Sinks, and what else outlasts its run, run side by side. What they did is
 * settled before anything that depends on it goes out, so a crash repeats at most what was at work, under the same
 * idempotency keys.
 */
export class ExecutionDrive {
  readonly #execution: LeasedExecution;
  readonly #context: DriveContext;
  readonly #cancel = new AbortController();
  readonly #inputs: Map<number, Message>;
  readonly #begunAt = performance.now();
  #checkpoint: Checkpoint;
  #recorded: Checkpoint | undefined;
  #records: NodeRunRecord[] = [];
  /** What went to the dead letter channel last, and the last failure that is to be tried again. */
  #deadLettered: ExecutionError | undefined;
  #failure: ExecutionError | undefined;
  /** Sinks at work, by run, and those that wait for one to finish. */
  readonly #busy = new Set<number>();
  #queue: PendingRun[] = [];
  #timers = new Set<NodeJS.Timeout>();
  #over = false;
  #done = Promise.withResolvers<void>();

  constructor(execution: LeasedExecution, context: DriveContext) {
    this.#execution = execution;
    this.#context = context;
    this.#inputs = new Map(execution.inputs);
    this.#recorded = execution.checkpoint;
    this.#checkpoint =
      execution.checkpoint ?? firstCheckpoint(context.flow, execution.sourceNode, execution.sourcePort);
    if (this.#checkpoint.pending.some(run => run.dead)) this.#deadLettered = execution.error;
    if (execution.cancelRequested) this.cancel();
  }

  /** Resolves when the execution is off this process's hands. Rejects when its end could not be settled. */
  run(): Promise<void> {
    const due = this.#checkpoint.pending.filter(run => !run.dead && (run.dueAt ?? 0) <= this.#context.now());
    for (const run of this.#checkpoint.pending) {
      if (!run.dead && !due.includes(run)) this.#wake(run);
    }
    this.#advance(due, false).catch((error: unknown) => this.#fail(error));
    return this.#done.promise;
  }

  /** What the ledger knows that the execution has still to do; undefined: it has not begun. */
  get recorded(): Checkpoint | undefined {
    return this.#recorded;
  }

  /** Aborts what is at work; the execution ends as cancelled. */
  cancel(): void {
    if (!this.#cancel.signal.aborted) this.#cancel.abort(new Cancelled());
  }

  /** Stops without a word: the execution belongs to somebody else now, or will after this process ended. */
  abandon(): void {
    this.#fail(new LeaseLost());
  }

  /** Runs processors until only sinks are left, settles what is to be settled first, then lets the sinks go. */
  async #advance(runs: readonly PendingRun[], settleFirst: boolean): Promise<void> {
    const sinks: PendingRun[] = [];
    const computing = this.#dueOf(runs);
    for (let run = computing.shift(); run; run = computing.shift()) {
      // What undoes a run works on what is settled of it.
      if (this.#context.flow.node(run.nodeId).lasting || isUndoing(run)) sinks.push(run);
      else computing.push(...this.#dueOf((await this.#attempt(run)).started));
    }
    // A processor that failed once may do so or not after a crash: what follows would get other numbers, and other keys.
    const uncertain = this.#records.some(record => record.state === 'failed' || record.attempt > 1);
    if (settleFirst || uncertain || (sinks.length === 0 && this.#busy.size === 0)) await this.#settle(sinks.length > 0);
    if (this.#over) return;
    this.#queue.push(...sinks);
    this.#startSinks();
  }

  /** Those that may start now; the others when they are due. */
  #dueOf(runs: readonly PendingRun[]): PendingRun[] {
    const now = this.#context.now();
    const due = runs.filter(run => (run.dueAt ?? 0) <= now);
    for (const run of runs) if (!due.includes(run)) this.#wake(run);
    return due;
  }

  #startSinks(): void {
    while (this.#busy.size < branchLimit && !this.#over) {
      const run = this.#queue.shift();
      if (!run) return;
      if (!this.#isPending(run)) continue;
      this.#busy.add(run.run);
      this.#deliver(run).catch((error: unknown) => this.#fail(error));
    }
  }

  /** False when the run was given up because what the execution did is being undone. */
  #isPending(run: PendingRun): boolean {
    return this.#checkpoint.pending.some(pending => pending.run === run.run && !pending.dead);
  }

  async #deliver(run: PendingRun): Promise<void> {
    if (run.undoes !== undefined && isUndoing(run)) {
      this.#inputs.set(run.run, undoMessage(this.#execution.id, await this.#context.done(run.undoes)));
    }
    const admission = await this.#admission(run);
    if (admission?.kind === 'postponed') {
      this.#busy.delete(run.run);
      this.#postpone(run, admission);
      await this.#advance([], false);
    } else {
      const plan = await this.#attempt(run, admission);
      this.#busy.delete(run.run);
      await this.#advance(plan.started, true);
    }
    this.#startSinks();
  }

  /** Undefined when nothing stands before the delivery. */
  async #admission(run: PendingRun): Promise<Admission | undefined> {
    const { connection } = this.#context.flow.node(run.nodeId).node;
    if (connection === undefined || this.#cancel.signal.aborted) return undefined;
    return this.#context.services.gate.enter(connection, run.held ?? false);
  }

  #postpone(run: PendingRun, { error, afterMs }: Admission & { kind: 'postponed' }): void {
    const dueAt = afterMs === undefined ? undefined : this.#context.now() + afterMs;
    this.#checkpoint = postpone(this.#checkpoint, run, dueAt);
    this.#failure = { ...error, nodeId: run.nodeId };
    const postponed = this.#checkpoint.pending.find(pending => pending.run === run.run);
    if (postponed?.dueAt !== undefined) this.#wake(postponed);
  }

  /** One attempt: run the node, decide what follows, note both for the next settlement. */
  async #attempt(run: PendingRun, admission?: Admission & { kind: 'admitted' }): Promise<Plan> {
    const { flow, now } = this.#context;
    const message = this.#inputs.get(run.run) ?? this.#execution.message;
    const startedAt = performance.now();
    const outcome: Outcome = this.#cancel.signal.aborted
      ? { kind: 'cancelled' }
      : this.#redacted(await runNode(flow.node(run.nodeId), message, this.#runContext(run, message)));
    admission?.leave(outcome);
    const plan = planNext({
      flow,
      checkpoint: this.#checkpoint,
      run,
      message,
      outcome,
      busy: this.#busy,
      now: now(),
      random: Math.random(),
    });

    this.#checkpoint = plan.checkpoint;
    this.#deadLettered = plan.deadLettered ?? this.#deadLettered;
    if (outcome.kind === 'failed') this.#failure = { ...outcome.error, nodeId: run.nodeId };
    this.#records.push({
      run: run.run,
      attempt: run.attempts + 1,
      nodeId: run.nodeId,
      undoes: run.undoes,
      state: outcome.kind,
      startedAt,
      durationMs: performance.now() - startedAt,
      from: run.from,
      input: message.body,
      emitted: plan.emitted,
      error: outcome.kind === 'failed' ? outcome.error : undefined,
    });
    for (const started of plan.started) this.#keepInput(started, plan.emitted, message);
    const retried = plan.checkpoint.pending.find(pending => pending.run === run.run && !pending.dead);
    if (retried && outcome.kind === 'failed') this.#wake(retried);
    return plan;
  }

  /** What a driver says of its failure may hold what it was given to sign in with. */
  #redacted(outcome: Outcome): Outcome {
    return outcome.kind === 'failed' ? { ...outcome, error: this.#context.services.redact(outcome.error) } : outcome;
  }

  #keepInput(run: PendingRun, emitted: readonly Emitted[], cause: Message): void {
    const item = run.from && emitted[run.from.item];
    if (!run.from || !item) return;
    this.#inputs.set(run.run, {
      id: emittedId(this.#execution.id, run.from),
      correlationId: cause.correlationId,
      causationId: cause.id,
      headers: item.headers,
      contentType: item.contentType,
      body: item.body,
    });
  }

  /** Tries the run again when it is due, if the execution is still here then. */
  #wake(run: PendingRun): void {
    if (this.#over) return;
    const timer = setTimeout(
      () => {
        this.#timers.delete(timer);
        if (!this.#isPending(run)) return;
        this.#advance([run], false).catch((error: unknown) => this.#fail(error));
      },
      Math.min(Math.max(0, (run.dueAt ?? 0) - this.#context.now()), 2 ** 31 - 1),
    );
    this.#timers.add(timer);
  }

  /** Commits what happened so far. Ends the drive when nothing is left to do here. */
  async #settle(more: boolean): Promise<void> {
    if (this.#over) return;
    const { now, settle } = this.#context;
    const busy = more || this.#busy.size > 0 || this.#queue.some(run => this.#isPending(run));
    const cancelled = this.#cancel.signal.aborted && !busy;
    const state: ExecutionState = cancelled ? 'cancelled' : stateOf(this.#checkpoint, now(), busy);
    const dueAt = state === 'waiting' ? nextDueAt(this.#checkpoint) : undefined;
    const stays = performance.now() - this.#begunAt < longestStayMs;
    const keep = state === 'running' || (state === 'waiting' && stays && (dueAt ?? 0) - now() <= shortWaitMs);
    const nodeRuns = this.#records;
    this.#records = [];
    const checkpoint = cancelled ? { ...this.#checkpoint, pending: [] } : this.#checkpoint;
    if (!keep) this.#end();

    const settled = await settle({
      executionId: this.#execution.id,
      owner: this.#execution.owner,
      flowId: this.#execution.flowId,
      laneKey: this.#execution.laneKey,
      state,
      checkpoint,
      keep,
      dueAt,
      heldBy: state === 'waiting' ? this.#heldBy() : undefined,
      error: this.#deadLettered ?? (state === 'waiting' ? this.#failure : undefined),
      nodeRuns,
    });
    if (!settled.applied) throw new LeaseLost();
    this.#recorded = checkpoint;
    if (settled.cancelRequested) this.cancel();
    if (!keep) this.#done.resolve();
  }

  /** The connection that a held run waits for; one that waits for several meets the next when this one lets it through. */
  #heldBy(): string | undefined {
    const held = this.#checkpoint.pending.find(run => run.held);
    return held && this.#context.flow.node(held.nodeId).node.connection;
  }

  #end(): void {
    this.#over = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  #fail(error: unknown): void {
    this.#end();
    // Sinks that are at work must not go on for an execution that nobody here settles any more.
    this.cancel();
    if (error instanceof LeaseLost) this.#done.resolve();
    else this.#done.reject(error);
  }

  #runContext(run: PendingRun, message: Message): RunContext {
    const { id, flowId, flowVersion, owner } = this.#execution;
    const { services, flow, now } = this.#context;
    const { node, lasting } = flow.node(run.nodeId);
    const idempotencyKey = `${id}-${run.nodeId}-${run.run}`;
    const served: ServedRun = {
      execution: { id, owner, flowId, flowVersion },
      nodeId: run.nodeId,
      run: run.run,
      message,
      idempotencyKey,
    };
    return {
      flowId,
      flowVersion,
      nodeId: run.nodeId,
      executionId: id,
      run: run.run,
      attempt: run.attempts + 1,
      idempotencyKey,
      traceparent: traceparentOf(message.headers, id, run.run, run.attempts + 1),
      clock: idTime(id),
      now: now(),
      connectionId: node.connection,
      connect: services.connect(node.connection, node.name),
      state: lasting ? services.state(served) : noState,
      channels: services.channels(served),
      signal: this.#cancel.signal,
      reply: reply => this.#context.reply(id, reply),
    };
  }
}

/** The run begins to undo another: its input is made of what is settled of that one. */
function isUndoing(run: PendingRun): boolean {
  return run.undoes !== undefined && run.from === undefined;
}
