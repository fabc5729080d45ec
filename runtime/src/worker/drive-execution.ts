import {
  type Checkpoint,
  type Emitted,
  type ExecutionError,
  type ExecutionState,
  LineshaftError,
  type Message,
  type PendingRun,
  type Reply,
  type RunContext,
} from '@lineshaft/flow';
import { firstCheckpoint, nextDueAt, planNext, type Plan, stateOf } from '../engine/plan-next.ts';
import type { PreparedFlow } from '../engine/prepare-flow.ts';
import { Cancelled, type Outcome, runNode } from '../engine/run-node.ts';
import { idTime } from '../ledger/ids.ts';
import type { LeasedExecution } from '../ledger/lease.ts';
import { emittedId } from '../ledger/read-inputs.ts';
import type { NodeRunRecord, Settled, Settlement } from '../ledger/settle.ts';
import { traceparentOf } from './trace-context.ts';

export interface DriveContext {
  flow: PreparedFlow;
  /** Database clock, milliseconds since 1970. */
  now: () => number;
  settle: (settlement: Settlement) => Promise<Settled>;
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

const missing = () => Promise.reject(new LineshaftError('unavailable', 'This is not there yet.'));
const notYet: Pick<RunContext, 'connect' | 'state' | 'channels'> = {
  connect: () => {
    throw new LineshaftError('unavailable', 'Connections are not there yet.');
  },
  state: { change: missing, release: missing },
  channels: { publish: missing, call: missing },
};

/** Lost the lease: somebody else decides about the execution now, and what was done here is not recorded. */
class LeaseLost extends Error {}

/**
 * Takes a leased execution as far as it goes: to its end, or to a wait that is too long to keep it.
 *
 * Processors run as soon as their input is there. Sinks run side by side. What a sink did is settled before anything that
 * depends on it goes out, so a crash repeats at most what was at work, under the same idempotency keys.
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
  /** Sinks at work, and those that wait for one to finish. */
  #busy = 0;
  #queue: PendingRun[] = [];
  #timers = new Set<NodeJS.Timeout>();
  #over = false;
  #done = Promise.withResolvers<void>();

  constructor(execution: LeasedExecution, context: DriveContext) {
    this.#execution = execution;
    this.#context = context;
    this.#inputs = new Map(execution.inputs);
    this.#recorded = execution.checkpoint;
    this.#checkpoint = execution.checkpoint ?? firstCheckpoint(context.flow, execution.sourceNode, 'out');
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
    const computing = [...runs];
    for (let run = computing.shift(); run; run = computing.shift()) {
      if (this.#context.flow.node(run.nodeId).role === 'sink') sinks.push(run);
      else computing.push(...(await this.#attempt(run)).started);
    }
    // A processor that failed once may do so or not after a crash: what follows would get other numbers, and other keys.
    const uncertain = this.#records.some(record => record.state === 'failed' || record.attempt > 1);
    if (settleFirst || uncertain || (sinks.length === 0 && this.#busy === 0)) await this.#settle(sinks.length > 0);
    if (this.#over) return;
    this.#queue.push(...sinks);
    this.#startSinks();
  }

  #startSinks(): void {
    while (this.#busy < branchLimit && !this.#over) {
      const run = this.#queue.shift();
      if (!run) return;
      this.#busy++;
      this.#deliver(run).catch((error: unknown) => this.#fail(error));
    }
  }

  async #deliver(run: PendingRun): Promise<void> {
    const plan = await this.#attempt(run);
    this.#busy--;
    await this.#advance(plan.started, true);
    this.#startSinks();
  }

  /** One attempt: run the node, decide what follows, note both for the next settlement. */
  async #attempt(run: PendingRun): Promise<Plan> {
    const { flow, now } = this.#context;
    const message = this.#inputs.get(run.run) ?? this.#execution.message;
    const startedAt = performance.now();
    const outcome: Outcome = this.#cancel.signal.aborted
      ? { kind: 'cancelled' }
      : await runNode(flow.node(run.nodeId), message, this.#runContext(run, message));
    const plan = planNext({
      flow,
      checkpoint: this.#checkpoint,
      run,
      message,
      outcome,
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
    const busy = more || this.#busy > 0 || this.#queue.length > 0;
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
      error: this.#deadLettered ?? (state === 'waiting' ? this.#failure : undefined),
      nodeRuns,
    });
    if (!settled.applied) throw new LeaseLost();
    this.#recorded = checkpoint;
    if (settled.cancelRequested) this.cancel();
    if (!keep) this.#done.resolve();
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
    const { id, flowId, flowVersion } = this.#execution;
    return {
      flowId,
      flowVersion,
      nodeId: run.nodeId,
      executionId: id,
      run: run.run,
      attempt: run.attempts + 1,
      idempotencyKey: `${id}-${run.nodeId}-${run.run}`,
      traceparent: traceparentOf(message.headers, id, run.run, run.attempts + 1),
      clock: idTime(id),
      now: this.#context.now(),
      connectionId: this.#context.flow.node(run.nodeId).node.connection,
      ...notYet,
      signal: this.#cancel.signal,
      reply: reply => this.#context.reply(id, reply),
    };
  }
}
