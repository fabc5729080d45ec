import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { Logger } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { acceptBatch, type Acceptance, type Accepted } from './accept.ts';
import { isTransient } from './database-errors.ts';
import type { Epoch } from './epoch.ts';
import { GroupCommit } from './group-commit.ts';
import { type Allowance, leaseExecutions, type LeasedExecution } from './lease.ts';
import { settleBatch, type Settled, type Settlement } from './settle.ts';

const maxItems = 500;
const maxBytes = 16 * 1024 * 1024;

/** The durable record of messages, executions and node runs, as the hot path uses it. */
export class Ledger {
  readonly #pool: Pool;
  readonly #epoch: Epoch;
  readonly #accepting: GroupCommit<Acceptance, Accepted>;
  readonly #settling: GroupCommit<Settlement, Settled>;
  #closing = false;

  constructor(pool: Pool, epoch: Epoch, log: Logger, metrics: Metrics) {
    this.#pool = pool;
    this.#epoch = epoch;
    this.#accepting = new GroupCommit({
      write: batch => metrics.timeBatch('accept', batch.length, () => acceptBatch(pool, epoch, batch)),
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
  accept(acceptance: Acceptance): Promise<Accepted> {
    return this.#accepting.add(acceptance);
  }

  /** Resolves after the commit. What was done outside must not be forgotten: a lost database is waited for. */
  settle(settlement: Settlement): Promise<Settled> {
    return this.#settling.add(settlement);
  }

  /** Takes executions that are due, as many of each flow as allowed. */
  lease(allowances: Allowance[]): Promise<LeasedExecution[]> {
    return leaseExecutions(this.#pool, this.#epoch, allowances);
  }

  /** From now on a lost database is not waited for any more. */
  close(): void {
    this.#closing = true;
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
