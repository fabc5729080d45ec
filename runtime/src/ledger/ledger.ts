import { setTimeout as sleep } from 'node:timers/promises';
import { type Change, type Held, type Released, RetryAfterError } from '@lineshaft/flow';
import type { Pool } from 'pg';
import type { Logger } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { acceptBatch, type Acceptance, type Accepted, type Unanswered } from './accept.ts';
import { isTransient } from './database-errors.ts';
import type { Epoch } from './epoch.ts';
import { GroupCommit } from './group-commit.ts';
import { type Allowance, leaseExecutions, type Leased, type LeasedExecution, type Turns } from './lease.ts';
import { type Changed, changeState, type ChangingRun, expireNext, type StateKey } from './node-state.ts';
import { readDone } from './read-inputs.ts';
import { type ReleasingRun, releaseMessages } from './release.ts';
import { Retentions } from './retentions.ts';
import { settleBatch, type Settled, type Settlement } from './settle.ts';

const maxItems = 500;
const maxBytes = 16 * 1024 * 1024;

export interface LedgerOptions {
  /** Bytes of messages that may wait for their commit: a database that cannot keep up must not fill the memory. */
  maxWaitingBytes?: number;
}

/** The durable record of messages, executions and node runs, as the hot path uses it. */
export class Ledger {
  /** How long flows keep what is accepted. */
  readonly retentions = new Retentions();
  readonly #pool: Pool;
  readonly #epoch: Epoch;
  readonly #accepting: GroupCommit<Acceptance, Accepted | Unanswered>;
  readonly #settling: GroupCommit<Settlement, Settled>;
  readonly #maxWaitingBytes: number;
  readonly #arriving = new Set<string>();
  readonly #turns: Turns = new Map();
  #leasing: object | undefined;
  #closing = false;

  constructor(pool: Pool, epoch: Epoch, log: Logger, metrics: Metrics, options: LedgerOptions = {}) {
    this.#pool = pool;
    this.#epoch = epoch;
    this.#maxWaitingBytes = options.maxWaitingBytes ?? 256 * 1024 * 1024;
    this.#accepting = new GroupCommit({
      write: batch => metrics.timeBatch('accept', batch.length, () => acceptBatch(pool, epoch, batch, this.retentions)),
      bytesOf: item => item.message.body.bytes().length,
      maxItems,
      maxBytes,
    });
    this.#settling = new GroupCommit({
      write: batch => metrics.timeBatch('settle', batch.length, () => this.#settleWhenPossible(batch, log)),
      bytesOf: bytesOfSettlement,
      maxItems,
      maxBytes,
    });
  }

  /** Resolves after the commit. Rejects when the message was not, or not certainly, accepted. */
  async accept(acceptance: Acceptance): Promise<Accepted> {
    if (this.#accepting.waitingBytes > this.#maxWaitingBytes) {
      throw new RetryAfterError(
        'overloaded',
        'The message was not accepted: more arrive than the database can write just now. Send it again shortly.',
        1000,
      );
    }
    if (acceptance.leased) this.#arriving.add(acceptance.executionId);
    try {
      const accepted = await this.#accepting.add(acceptance);
      if (accepted.kind === 'unanswered') throw accepted.error;
      return accepted;
    } finally {
      this.#arriving.delete(acceptance.executionId);
    }
  }

  /** Resolves after the commit. What was done outside must not be forgotten: a lost database is waited for. */
  settle(settlement: Settlement): Promise<Settled> {
    return this.#settling.add(settlement);
  }

  /** What a settled run of an execution worked on, and what it sent out. */
  done(execution: Pick<LeasedExecution, 'id' | 'message'>, run: number): ReturnType<typeof readDone> {
    return readDone(this.#pool, execution.id, execution.message, run);
  }

  /** Changes what a node keeps under a key, once for the run. @throws Fenced */
  changeState(
    key: StateKey,
    run: ChangingRun,
    change: (held: Held<never>) => Change<unknown> | Promise<Change<unknown>>,
  ): Promise<Changed> {
    return changeState(this.#pool, this.#epoch, this.retentions, key, run, change);
  }

  /** Lets the next key go whose time has come; undefined when none has. */
  expireNext(
    expire: (key: StateKey, held: Held<never>) => Promise<Change<unknown>>,
    onFailure: (key: StateKey, error: unknown) => void,
  ): Promise<{ released: number } | undefined> {
    return expireNext(this.#pool, this.#epoch, this.retentions, expire, onFailure);
  }

  /** Begins an execution for each released message, once for the run. */
  release(run: ReleasingRun, released: readonly Released[]): Promise<void> {
    return releaseMessages(this.#pool, acceptance => this.accept(acceptance), run, released);
  }

  /** Takes executions that are due, as many of each flow as allowed. One call at a time. */
  async lease(allowances: Allowance[]): Promise<Leased> {
    this.#leasing = {};
    try {
      return await leaseExecutions(this.#pool, this.#epoch, allowances, this.#turns);
    } finally {
      this.#leasing = undefined;
    }
  }

  /** Executions that may be leased already by an `accept` whose answer is not back yet. */
  get arriving(): ReadonlySet<string> {
    return this.#arriving;
  }

  /** Stands for the call of `lease` that is under way; undefined when none is. */
  get leasing(): object | undefined {
    return this.#leasing;
  }

  /** Resolves when all that was accepted and settled is written. From now on a lost database is not waited for. */
  async close(): Promise<void> {
    this.#closing = true;
    await Promise.all([this.#accepting.idle(), this.#settling.idle()]);
  }

  async #settleWhenPossible(batch: Settlement[], log: Logger): Promise<Settled[]> {
    for (let delay = 100; ; delay = Math.min(delay * 2, 2000)) {
      try {
        return await settleBatch(this.#pool, this.#epoch, batch);
      } catch (error) {
        if (this.#closing || !isTransient(error)) throw error;
        log.warn({ err: error, waiting: batch.length }, 'The database does not take results; trying again');
        await sleep(delay);
      }
    }
  }
}

function bytesOfSettlement(settlement: Settlement): number {
  let bytes = 0;
  for (const { emitted, input } of settlement.nodeRuns) {
    for (const { body } of emitted) if (body !== input) bytes += body.bytes().length;
  }
  return bytes;
}
