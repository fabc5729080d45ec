import { Body, type Checkpoint, type ExecutionState, type PendingRun } from '@lineshaft/flow';
import type { Pool } from 'pg';
import { acceptBatch, type Acceptance, type Accepted, type Unanswered } from './accept.ts';
import { Epoch } from './epoch.ts';
import { newId } from './ids.ts';
import { leaseExecutions, type LeasedExecution, type Turns } from './lease.ts';
import { Retentions } from './retentions.ts';
import { settleBatch, type NodeRunRecord, type Settled, type Settlement } from './settle.ts';

/** A message for the flow `orders`, version 1, with a body of its own. */
export function acceptance(changes: Partial<Acceptance> & { body?: Body } = {}): Acceptance {
  const { body = Body.fromJson({ poNumber: '4500017' }), ...rest } = changes;
  const id = newId();
  return {
    executionId: newId(),
    flowId: 'orders',
    flowVersion: 1,
    sourceNode: 'webhook',
    message: {
      id,
      correlationId: id,
      causationId: undefined,
      headers: { 'x-a': 'b' },
      contentType: 'application/json',
      body,
    },
    idempotencyKeyGuardsBody: false,
    businessKeys: [],
    leased: false,
    ...rest,
  };
}

/** A process of its own, as far as the ledger can tell. */
export class TestProcess {
  readonly #pool: Pool;
  readonly epoch: Epoch;
  readonly retentions = new Retentions();
  readonly #turns: Turns = new Map();
  readonly #clock: { ahead: number };

  private constructor(pool: Pool, epoch: Epoch, clock: { ahead: number }) {
    this.#pool = pool;
    this.epoch = epoch;
    this.#clock = clock;
  }

  static async start(pool: Pool): Promise<TestProcess> {
    const clock = { ahead: 0 };
    return new TestProcess(pool, await Epoch.register(pool, ['worker'], () => performance.now() + clock.ahead), clock);
  }

  /** As if it had beaten steadily for five seconds. */
  async beatSteadily(): Promise<void> {
    for (let second = 0; second <= 5; second++) {
      await this.epoch.beat();
      if (second < 5) this.#clock.ahead += 1000;
    }
  }

  /** As if so much time had passed for it. */
  passTime(ms: number): void {
    this.#clock.ahead += ms;
  }

  accept(...batch: Acceptance[]): Promise<(Accepted | Unanswered)[]> {
    return acceptBatch(this.#pool, this.epoch, batch, this.retentions);
  }

  async lease(count = 100, flowId = 'orders', maxBytes = Infinity): Promise<LeasedExecution[]> {
    const { executions, unreadable } = await leaseExecutions(
      this.#pool,
      this.epoch,
      [{ flowId, count }],
      this.#turns,
      Math.min(maxBytes, Number.MAX_SAFE_INTEGER),
    );
    for (const { error } of unreadable) throw error;
    return executions;
  }

  settle(...batch: Settlement[]): Promise<Settled[]> {
    return settleBatch(this.#pool, this.epoch, batch);
  }

  /** The others take it for dead, although it may go on. */
  async takeForDead(): Promise<void> {
    await this.#pool.query(`update worker set ended_at = now() where id = $1`, [this.epoch.id]);
  }
}

export function settlement(
  execution: Pick<LeasedExecution, 'id' | 'owner' | 'laneKey'>,
  state: ExecutionState,
  changes: Partial<Settlement> = {},
): Settlement {
  return {
    executionId: execution.id,
    owner: execution.owner,
    flowId: 'orders',
    laneKey: execution.laneKey,
    state,
    checkpoint: { nextRun: 1, pending: [] },
    keep: false,
    dueAt: undefined,
    heldBy: undefined,
    error: undefined,
    nodeRuns: [],
    ...changes,
  };
}

export function nodeRun(run: number, changes: Partial<NodeRunRecord> = {}): NodeRunRecord {
  return {
    run,
    attempt: 1,
    nodeId: `node-${run}`,
    undoes: undefined,
    state: 'succeeded',
    startedAt: performance.now(),
    durationMs: 1.5,
    from: undefined,
    input: Body.empty,
    emitted: [],
    error: undefined,
    ...changes,
  };
}

export function checkpoint(...pending: (Partial<PendingRun> & { run: number; nodeId: string })[]): Checkpoint {
  return { nextRun: 10, pending: pending.map(run => ({ attempts: 0, tries: 0, ...run })) };
}

export async function stateOf(pool: Pool, id: string): Promise<ExecutionState | undefined> {
  const { rows } = await pool.query<{ state: ExecutionState }>(`select state from execution where id = $1`, [id]);
  return rows[0]?.state;
}

export async function emptyLedger(pool: Pool): Promise<void> {
  await pool.query(
    `truncate worker, message, payload, receipt, execution, node_run, lane, business_key, node_state, held_message, node_effect, source_cursor`,
  );
}
