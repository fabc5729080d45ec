import type { Checkpoint, ExecutionState } from '@lineshaft/flow';
import type { Pool, PoolClient } from 'pg';
import { newId } from './ids.ts';
import { leaveLanes } from './settle.ts';
import { inTransaction } from './transaction.ts';

/** What became of a request to change an execution by hand. */
export type Operated =
  | { kind: 'done'; state: ExecutionState }
  | { kind: 'unknown' }
  | { kind: 'refused'; state: ExecutionState }
  /** What it had done was undone. */
  | { kind: 'undone' };

interface LockedRow {
  flow_id: string;
  state: ExecutionState;
  lane_key: string | null;
  owner: number | null;
  checkpoint: Checkpoint | null;
}

/**
 * Retry delivery: the runs in the dead letter channel are due again, with their recorded inputs; what was done is not
 * done again. A waiting execution is due now instead of later.
 */
export async function retryDelivery(
  pool: Pool,
  executionId: string,
  revive: (checkpoint: Checkpoint) => Checkpoint,
): Promise<Operated> {
  return inTransaction(pool, async client => {
    const row = await lock(client, executionId);
    if (!row) return { kind: 'unknown' };
    if (row.state === 'waiting') {
      // A worker that keeps its lease over a wait tries again within a moment anyway.
      if (row.owner !== null) return { kind: 'done', state: 'waiting' };
      await client.query(`update execution set state = 'queued', due_at = now(), checkpoint = $2 where id = $1`, [
        executionId,
        row.checkpoint && JSON.stringify(dueNow(row.checkpoint)),
      ]);
      return { kind: 'done', state: 'queued' };
    }
    if (row.state !== 'dead-lettered') return { kind: 'refused', state: row.state };
    if (row.checkpoint?.compensating && !row.checkpoint.pending.some(run => run.dead && run.undoes !== undefined))
      return { kind: 'undone' };
    // Its lane went on without it; it takes its place at the end.
    const { state, seq } = await enterLane(client, row.flow_id, row.lane_key);
    await client.query(
      `update execution set state = $2, lane_seq = $3, due_at = now(), ended_at = null, error = null, cancel_requested = false, checkpoint = $4
       where id = $1`,
      [executionId, state, seq, row.checkpoint && JSON.stringify(revive(row.checkpoint))],
    );
    return { kind: 'done', state };
  });
}

/**
 * Reprocess: the message goes through the flow once more, from its start, as a new execution.
 * @param version the version to take, or undefined for the one it went through before
 */
export async function reprocess(
  pool: Pool,
  executionId: string,
  version: number | undefined,
): Promise<
  | { kind: 'done'; executionId: string; state: ExecutionState }
  | { kind: 'unknown' }
  | { kind: 'refused'; state: ExecutionState }
> {
  return inTransaction(pool, async client => {
    const row = await lock(client, executionId);
    if (!row) return { kind: 'unknown' };
    if (row.state !== 'succeeded' && row.state !== 'dead-lettered' && row.state !== 'cancelled') {
      return { kind: 'refused', state: row.state };
    }
    const { state, seq } = await enterLane(client, row.flow_id, row.lane_key);
    const newExecution = newId();
    await client.query(
      `insert into execution (id, flow_id, flow_version, message_id, correlation_id, state, lane_key, lane_seq, replay_of)
       select $2, flow_id, coalesce($3, flow_version), message_id, correlation_id, $4, lane_key, $5, id from execution where id = $1`,
      [executionId, newExecution, version ?? null, state, seq],
    );
    await client.query(
      `insert into business_key (name, value, execution_id) select name, value, $2 from business_key where execution_id = $1`,
      [executionId, newExecution],
    );
    return { kind: 'done', executionId: newExecution, state };
  });
}

/** Cancel: at once when nobody works on it; else the worker that does is asked to. */
export async function cancelExecution(pool: Pool, executionId: string): Promise<Operated> {
  return inTransaction(pool, async client => {
    const row = await lock(client, executionId);
    if (!row) return { kind: 'unknown' };
    if (row.state === 'succeeded' || row.state === 'cancelled') return { kind: 'refused', state: row.state };
    if (row.owner !== null) {
      await client.query(`update execution set cancel_requested = true where id = $1`, [executionId]);
      return { kind: 'done', state: row.state };
    }
    await client.query(`update execution set state = 'cancelled', ended_at = now(), checkpoint = null where id = $1`, [
      executionId,
    ]);
    // A dead-lettered execution left its lane when it died.
    if (row.state !== 'dead-lettered') {
      await leaveLanes(client, [{ flowId: row.flow_id, laneKey: row.lane_key, wasHead: row.state !== 'blocked' }]);
    }
    return { kind: 'done', state: 'cancelled' };
  });
}

async function lock(client: PoolClient, executionId: string): Promise<LockedRow | undefined> {
  // The lane before what is blocked in it, as those who promote do: two who wait for each other would both wait a second.
  await client.query(
    `select 1 from lane where (flow_id, key) in (select flow_id, lane_key from execution where id = $1 and state = 'blocked') for update`,
    [executionId],
  );
  const { rows } = await client.query<LockedRow>(
    `select flow_id, state, lane_key, owner, checkpoint from execution where id = $1 for update`,
    [executionId],
  );
  return rows[0];
}

async function enterLane(
  client: PoolClient,
  flowId: string,
  laneKey: string | null,
): Promise<{ state: 'queued' | 'blocked'; seq: number | null }> {
  if (laneKey === null) return { state: 'queued', seq: null };
  const { rows } = await client.query<{ last_seq: number; open: number }>(
    `insert into lane (flow_id, key, last_seq, open) values ($1, $2, 1, 1)
     on conflict (flow_id, key) do update set last_seq = lane.last_seq + 1, open = lane.open + 1 returning last_seq, open`,
    [flowId, laneKey],
  );
  const open = Number(rows[0]?.open);
  return { state: open > 1 ? 'blocked' : 'queued', seq: Number(rows[0]?.last_seq) };
}

function dueNow(checkpoint: Checkpoint): Checkpoint {
  return { ...checkpoint, pending: checkpoint.pending.map(({ dueAt: _dueAt, ...run }) => run) };
}
