import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Checkpoint,
  endStates,
  type ErrorRecord,
  LineshaftError,
  type Reply,
  toErrorRecord,
} from '@lineshaft/flow';
import type { PreparedFlow } from '../engine/prepare-flow.ts';
import type { Backlog } from '../ledger/backlog.ts';
import { isTransient } from '../ledger/database-errors.ts';
import { type Epoch, Fenced } from '../ledger/epoch.ts';
import type { Lease, LeasedExecution } from '../ledger/lease.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Settled, Settlement } from '../ledger/settle.ts';
import type { Logger } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { ExecutionDrive } from './drive-execution.ts';
import type { NodeServices } from './node-services.ts';
import { Slots } from './slots.ts';

export interface WorkerContext {
  ledger: Ledger;
  epoch: Epoch;
  log: Logger;
  metrics: Metrics;
  backlog: Backlog;
  /** Answers the sender who waits for an execution, or says that there will be no reply; false when nobody waits in this process. */
  reply: (executionId: string, reply: Reply | undefined) => boolean;
  services: NodeServices;
  /** The published version, prepared. */
  prepared(flowId: string, version: number): Promise<PreparedFlow>;
  /** Called when a batch finds that this process was taken for dead; may be called many times for one death. */
  onFenced(): void;
}

/** Executions at work at the same time in one process, and those kept beside them for flows that have few. */
const openSlots = 256;
const keptSlots = 64;

/** Bytes of messages at work; what nodes make of them comes on top. */
const maxBytesAtWork = 256 * 1024 * 1024;

/** How often due executions are looked for when nothing else says that there are any, milliseconds. */
const pollMs = 200;

/** How long an execution waits whose flow version cannot be prepared here, milliseconds. */
const unpreparedWaitMs = 60_000;

/** The same when the version could only not be read just now. */
const unreadWaitMs = 1000;

/** Leases executions and drives them. */
export class Worker {
  readonly slots = new Slots(openSlots, keptSlots, maxBytesAtWork);
  readonly #context: WorkerContext;
  /** What is at work here, by execution; without a drive while its flow is prepared. */
  readonly #atWork = new Map<string, ExecutionDrive | undefined>();
  /** Leases of this epoch and of those before are no longer ours. */
  #droppedEpoch = 0;
  #stopping = false;
  #leasingFails = false;
  #wake = Promise.withResolvers<void>();
  #loop: Promise<void> = Promise.resolve();

  constructor(context: WorkerContext) {
    this.#context = context;
  }

  start(): void {
    this.#loop = this.#leaseLoop();
  }

  /** Leases no more; waits up to `graceMs` for what is at work. What is not done then is handed on, not lost. */
  async stop(graceMs: number): Promise<void> {
    this.#stopping = true;
    this.wake();
    await this.#loop;
    const deadline = performance.now() + graceMs;
    while (this.#atWork.size > 0 && performance.now() < deadline) await sleep(20);
    this.dropAll();
  }

  /** Something may be due: look now. */
  wake(): void {
    this.#wake.resolve();
  }

  /** Drives an execution that is leased to this process and for which a slot was taken, until it is off its hands. */
  take(execution: LeasedExecution): Promise<void> {
    return this.#drive(execution).catch((error: unknown) => {
      this.#context.log.error(
        { err: error, executionId: execution.id },
        'An execution could not be driven; it is handed on within seconds',
      );
    });
  }

  /** Ends the execution as cancelled, if it is at work here. */
  cancel(executionId: string): void {
    this.#atWork.get(executionId)?.cancel();
  }

  /** Drops everything that was leased under this epoch, without a word: it belongs to others now, or will. */
  dropAll(): void {
    this.#droppedEpoch = this.#context.epoch.id;
    for (const drive of this.#atWork.values()) drive?.abandon();
  }

  /** Whether the execution is at work here. */
  attends(executionId: string): boolean {
    return this.#atWork.has(executionId);
  }

  async #leaseLoop(): Promise<void> {
    while (!this.#stopping) {
      const more = await this.#leaseOnce().catch((error: unknown) => {
        if (error instanceof Fenced) this.#context.onFenced();
        else this.#noteLeasing(error);
        return false;
      });
      if (more || this.#stopping) continue;
      const timer = setTimeout(() => this.wake(), pollMs);
      await this.#wake.promise;
      clearTimeout(timer);
      this.#wake = Promise.withResolvers<void>();
    }
  }

  /** Says when leasing began to fail and when it works again, not every time in between. */
  #noteLeasing(error: unknown): void {
    if (error && !this.#leasingFails)
      this.#context.log.warn({ err: error }, 'Due executions cannot be leased; trying again');
    if (!error && this.#leasingFails) this.#context.log.warn('Due executions can be leased again');
    this.#leasingFails = error !== undefined;
  }

  /** True when something came and there is room for more. */
  async #leaseOnce(): Promise<boolean> {
    const allowances = this.slots.hold();
    if (allowances.length === 0) return false;
    try {
      const { executions, unreadable } = await this.#context.ledger.lease(allowances);
      this.#noteLeasing(undefined);
      for (const execution of executions) {
        // Leased again before its settlement, whose answer was lost, is repeated: that gives this lease back, too.
        if (this.attends(execution.id)) continue;
        this.slots.take(execution.flowId, execution.partner);
        this.#context.backlog.leased(execution.flowId, execution.partner);
        void this.take(execution);
      }
      for (const { error, ...lease } of unreadable) void this.#bury(lease, error);
      return executions.length > 0 && this.slots.free > 0;
    } finally {
      this.slots.release(allowances);
    }
  }

  async #drive(execution: LeasedExecution): Promise<void> {
    const { metrics, epoch } = this.#context;
    const bytes = execution.message.body.bytes().length;
    metrics.busy.set(this.slots.busy);
    this.slots.addBytes(bytes);
    this.#atWork.set(execution.id, undefined);
    let drive: ExecutionDrive | undefined;
    try {
      const flow = await this.#prepared(execution);
      if (!flow || execution.owner <= this.#droppedEpoch) return;
      drive = new ExecutionDrive(execution, {
        flow,
        now: () => epoch.now(),
        settle: settlement => this.#settle(settlement, execution.partner),
        done: run => this.#context.ledger.done(execution, run),
        services: this.#context.services,
        reply: (executionId, reply) => this.#context.reply(executionId, reply),
      });
      this.#atWork.set(execution.id, drive);
      await drive.run();
    } catch (error) {
      if (error instanceof Fenced) this.#context.onFenced();
      // The database is away and the process stops: whoever comes finds the lease.
      else if (isTransient(error)) throw error;
      else await this.#giveUp({ ...execution, checkpoint: drive ? drive.recorded : execution.checkpoint }, error);
    } finally {
      this.#atWork.delete(execution.id);
      this.slots.addBytes(-bytes);
      this.slots.giveBack(execution.flowId, execution.partner);
      metrics.busy.set(this.slots.busy);
      if (this.slots.free > openSlots / 4) this.wake();
    }
  }

  async #settle(settlement: Settlement, partner: string | null): Promise<Settled> {
    const settled = await this.#context.ledger.settle(settlement);
    const { ended, nodeRuns } = this.#context.metrics;
    if (settled.applied) {
      if (!settlement.keep) ended.inc({ flow: settlement.flowId, state: settlement.state });
      if (endStates.includes(settlement.state)) {
        this.#context.backlog.ended(settlement.flowId, partner);
        this.#context.reply(settlement.executionId, undefined);
      }
      for (const { nodeId, state } of settlement.nodeRuns)
        nodeRuns.inc({ flow: settlement.flowId, node: nodeId, state });
    }
    return settled;
  }

  /** A version that cannot be prepared here (a node type this build lacks) keeps its executions waiting, visibly. */
  async #prepared(execution: LeasedExecution): Promise<PreparedFlow | undefined> {
    const { log, ledger, epoch } = this.#context;
    try {
      return await this.#context.prepared(execution.flowId, execution.flowVersion);
    } catch (error) {
      log.error(
        { err: error, flowId: execution.flowId, version: execution.flowVersion },
        'A flow version cannot run here',
      );
      const { code, message } = toErrorRecord(error);
      const record = { code, message: `The flow cannot run here just now: ${message}` };
      const wait = isTransient(error) ? unreadWaitMs : unpreparedWaitMs;
      await ledger.settle({ ...bare(execution, record), state: 'waiting', dueAt: epoch.now() + wait });
      return undefined;
    }
  }

  /** Its result cannot be written (a fault of ours, or data the database refuses): the dead letter channel keeps the execution findable. */
  async #giveUp(lease: Lease, error: unknown): Promise<void> {
    this.#context.log.error({ err: error, executionId: lease.id }, 'The result of an execution could not be recorded');
    const { code, message } = toErrorRecord(error);
    const record =
      error instanceof LineshaftError
        ? { code, message }
        : { code, message: `The result could not be recorded: ${message}` };
    const { pending, ...rest } = lease.checkpoint ?? { nextRun: 1, pending: [] };
    const checkpoint: Checkpoint = { ...rest, pending: pending.map(run => ({ ...run, dead: true })) };
    await this.#context.ledger.settle({ ...bare(lease, record), state: 'dead-lettered', checkpoint });
  }

  async #bury(lease: Lease, error: unknown): Promise<void> {
    try {
      await this.#giveUp(lease, error);
    } catch (settling) {
      this.#context.log.error(
        { err: settling, executionId: lease.id },
        'An unreadable execution could not be put away',
      );
    }
  }
}

/** A settlement that records nothing but an error of the runtime itself. */
function bare(lease: Lease, error: ErrorRecord): Omit<Settlement, 'state'> {
  return {
    executionId: lease.id,
    owner: lease.owner,
    flowId: lease.flowId,
    laneKey: lease.laneKey,
    checkpoint: lease.checkpoint ?? { nextRun: 1, pending: [] },
    keep: false,
    dueAt: undefined,
    heldBy: undefined,
    error: { ...error, nodeId: '' },
    nodeRuns: [],
  };
}
