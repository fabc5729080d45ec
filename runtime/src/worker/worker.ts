import { setTimeout as sleep } from 'node:timers/promises';
import type { Reply } from '@lineshaft/flow';
import type { PreparedFlow } from '../engine/prepare-flow.ts';
import type { Epoch } from '../ledger/epoch.ts';
import { Fenced } from '../ledger/epoch.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { LeasedExecution } from '../ledger/lease.ts';
import type { Settled, Settlement } from '../ledger/settle.ts';
import type { Logger } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { ExecutionDrive } from './drive-execution.ts';
import { Slots } from './slots.ts';

export interface WorkerContext {
  ledger: Ledger;
  epoch: Epoch;
  log: Logger;
  metrics: Metrics;
  /** Answers the sender who waits for an execution; false when nobody does in this process. */
  reply: (executionId: string, reply: Reply) => boolean;
  /** The published version, prepared. */
  prepared(flowId: string, version: number): Promise<PreparedFlow>;
  /** Called once each time this process finds that it was taken for dead. */
  onFenced(): void;
}

/** Executions at work at the same time in one process. */
const totalSlots = 256;

/** How often due executions are looked for when nothing else says that there are any, milliseconds. */
const pollMs = 200;

/** How long an execution waits whose flow version cannot be prepared here, milliseconds. */
const unpreparedWaitMs = 60_000;

/** Leases executions and drives them. */
export class Worker {
  readonly slots = new Slots(totalSlots);
  readonly #context: WorkerContext;
  readonly #drives = new Map<string, ExecutionDrive>();
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
    while (this.#drives.size > 0 && performance.now() < deadline) await sleep(20);
    this.dropAll();
  }

  /** Something may be due: look now. */
  wake(): void {
    this.#wake.resolve();
  }

  /** Drives an execution that is leased to this process and for which a slot was taken. */
  take(execution: LeasedExecution): void {
    this.#drive(execution).catch((error: unknown) => {
      this.#context.log.error({ err: error, executionId: execution.id }, 'An execution could not be driven');
    });
  }

  /** Ends the execution as cancelled, if it is at work here. */
  cancel(executionId: string): void {
    this.#drives.get(executionId)?.cancel();
  }

  /** Drops everything without a word: it belongs to others now, or will. */
  dropAll(): void {
    for (const drive of this.#drives.values()) drive.abandon();
  }

  /** Ids of the executions that are at work here. */
  atWork(): ReadonlySet<string> {
    return new Set(this.#drives.keys());
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
    const allowances = this.slots.allowances();
    if (allowances.length === 0) return false;
    const leased = await this.#context.ledger.lease(allowances);
    this.#noteLeasing(undefined);
    for (const execution of leased) {
      this.slots.take(execution.flowId);
      this.take(execution);
    }
    return leased.length > 0 && this.slots.free > 0;
  }

  async #drive(execution: LeasedExecution): Promise<void> {
    const { metrics } = this.#context;
    metrics.busy.set(this.slots.busy);
    try {
      const flow = await this.#prepared(execution);
      if (!flow) return;
      const drive = new ExecutionDrive(execution, {
        flow,
        now: () => this.#context.epoch.now(),
        settle: settlement => this.#settle(settlement),
        reply: this.#context.reply,
      });
      this.#drives.set(execution.id, drive);
      await drive.run();
    } catch (error) {
      if (error instanceof Fenced) this.#context.onFenced();
      else await this.#giveUp(execution, error);
    } finally {
      this.#drives.delete(execution.id);
      this.slots.giveBack(execution.flowId);
      metrics.busy.set(this.slots.busy);
      if (this.slots.free > totalSlots / 4) this.wake();
    }
  }

  async #settle(settlement: Settlement): Promise<Settled> {
    const settled = await this.#context.ledger.settle(settlement);
    const { ended, nodeRuns } = this.#context.metrics;
    if (settled.applied) {
      if (!settlement.keep) ended.inc({ flow: settlement.flowId, state: settlement.state });
      for (const { nodeId, state } of settlement.nodeRuns)
        nodeRuns.inc({ flow: settlement.flowId, node: nodeId, state });
    }
    return settled;
  }

  /** A version that cannot be prepared here (a node type this build lacks) keeps its executions waiting, visibly. */
  async #prepared(execution: LeasedExecution): Promise<PreparedFlow | undefined> {
    try {
      return await this.#context.prepared(execution.flowId, execution.flowVersion);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#context.log.error(
        { err: error, flowId: execution.flowId, version: execution.flowVersion },
        'A flow version cannot run here',
      );
      await this.#context.ledger.settle(
        this.#bare(
          execution,
          'waiting',
          `The flow cannot run here: ${message}`,
          this.#context.epoch.now() + unpreparedWaitMs,
        ),
      );
      return undefined;
    }
  }

  /** Its result cannot be written (a fault of ours, or data the database refuses): the dead letter channel keeps the execution findable. */
  async #giveUp(execution: LeasedExecution, error: unknown): Promise<void> {
    this.#context.log.error(
      { err: error, executionId: execution.id },
      'The result of an execution could not be recorded',
    );
    const message = `The result could not be recorded: ${error instanceof Error ? error.message : String(error)}`;
    await this.#context.ledger.settle(this.#bare(execution, 'dead-lettered', message, undefined));
  }

  #bare(
    execution: LeasedExecution,
    state: 'waiting' | 'dead-lettered',
    message: string,
    dueAt: number | undefined,
  ): Settlement {
    const checkpoint = execution.checkpoint ?? { nextRun: 1, pending: [] };
    return {
      executionId: execution.id,
      owner: execution.owner,
      flowId: execution.flowId,
      laneKey: execution.laneKey,
      state,
      checkpoint:
        state === 'waiting'
          ? checkpoint
          : { ...checkpoint, pending: checkpoint.pending.map(run => ({ ...run, dead: true })) },
      keep: false,
      dueAt,
      error: { code: 'unexpected', message, nodeId: '' },
      nodeRuns: [],
    };
  }
}
