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
  | { kind: 'undone' }
  /** Its payloads were kept as long as the flow says, and are gone. */
  | { kind: 'expired' };

/** The days on which what belongs to an execution expires. */
interface Days {
  expires_on: string;
  payload_expires_on: string;
}

interface LockedRow extends Days {
  flow_id: string;
  state: ExecutionState;
  lane_key: string | null;
  owner: number | null;
  checkpoint: Checkpoint | null;
  /** The day is over on which its payloads expire. */
  expired: boolean;
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
    if (row.expired) return { kind: 'expired' };
    // Its lane went on without it; it takes its place at the end.
    const { state, seq } = await enterLane(client, row.flow_id, row.lane_key);
    await client.query(
      `update execution set state = $2, lane_seq = $3, due_at = now(), ended_at = null, error = null, cancel_requested = false, handovers = 0, checkpoint = $4
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
  | { kind: 'expired' }
> {
  return inTransaction(pool, async client => {
    const row = await lock(client, executionId);
    if (!row) return { kind: 'unknown' };
    if (row.state !== 'succeeded' && row.state !== 'dead-lettered' && row.state !== 'cancelled') {
      return { kind: 'refused', state: row.state };
    }
    if (row.expired) return { kind: 'expired' };
    const { state, seq } = await enterLane(client, row.flow_id, row.lane_key);
    const newExecution = newId();
    const { rows } = await client.query<Days>(
      `insert into execution (id, flow_id, flow_version, message_id, correlation_id, state, lane_key, lane_seq, partner, replay_of,
                              expires_on, payload_expires_on)
       select $2, flow_id, coalesce($3, flow_version), message_id, correlation_id, $4, lane_key, $5, partner, id,
              utc_day(now()) + (expires_on - utc_day(accepted_at)), utc_day(now()) + (payload_expires_on - utc_day(accepted_at))
       from execution where id = $1
       returning expires_on, payload_expires_on`,
      [executionId, newExecution, version ?? null, state, seq],
    );
    if (rows[0]) await copyMessage(client, executionId, row, newExecution, rows[0]);
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
    `select flow_id, state, lane_key, owner, checkpoint, expires_on, payload_expires_on, payload_expires_on < utc_day(now()) as expired
     from execution where id = $1 for update`,
    [executionId],
  );
  return rows[0];
}

/** A copy of its own: each execution's message expires with it. */
async function copyMessage(client: PoolClient, from: string, fromDays: Days, to: string, toDays: Days): Promise<void> {
  await client.query(
    `insert into message
     select copied.* from message m, jsonb_populate_record(m, jsonb_build_object('execution_id', $3::uuid, 'expires_on', $4::date)) copied
     where m.expires_on = $1 and m.execution_id = $2`,
    [fromDays.expires_on, from, to, toDays.expires_on],
  );
  await client.query(
    `insert into payload (expires_on, id, body) select $4::date, $3::uuid, body from payload where expires_on = $1 and id = $2`,
    [fromDays.payload_expires_on, from, to, toDays.payload_expires_on],
  );
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
