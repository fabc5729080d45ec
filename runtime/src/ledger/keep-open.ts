import type { Pool, PoolClient } from 'pg';
import { dayOf, ensurePartitions } from './partitions.ts';
import { inTransaction } from './transaction.ts';

/** An execution that outlasts its retention is kept for so long at a time, milliseconds. */
const keptOnMs = 7 * 86_400_000;

/** Executions moved in one transaction, while their results wait. */
const movedAtOnce = 200;

/** Everything that has not ended and one of whose days is over; each branch has an index of its own. */
const overdueSql = `
  select id from execution where owner is not null and payload_expires_on < utc_day(now())
  union all select id from execution where owner is null and state in ('queued', 'waiting') and payload_expires_on < utc_day(now())
  union all select id from execution where state = 'blocked' and payload_expires_on < utc_day(now())`;

interface OverdueRow {
  id: string;
  expires_on: string;
  payload_expires_on: string;
}

/**
 * Moves everything of open executions out of days that are over. The old rows go with their partition, so that who is
 * just reading there finds them. Metadata never expires before payloads, so the payloads' day tells of both.
 * @returns how many executions
 */
export async function keepOpenExecutions(pool: Pool): Promise<number> {
  const { rows: found } = await pool.query<{ now_ms: number }>(
    `select extract(epoch from now()) * 1000 as now_ms where exists (${overdueSql})`,
  );
  if (!found[0]) return 0;
  const now = Number(found[0].now_ms);
  await ensurePartitions(pool, now, [{ payloadsMs: keptOnMs, metadataMs: keptOnMs }], 0);
  const until = dayOf(now + keptOnMs);
  let kept = 0;
  for (let moved = movedAtOnce; moved === movedAtOnce; kept += moved) {
    moved = await inTransaction(pool, async client => {
      const { rows } = await client.query<OverdueRow>(
        `select id, expires_on, payload_expires_on from execution where id in (${overdueSql} limit ${movedAtOnce}) for update`,
      );
      if (rows.length === 0) return 0;
      const ofDays = Map.groupBy(rows, row => `${row.expires_on} ${row.payload_expires_on}`);
      for (const group of ofDays.values()) await moveOn(client, group, until);
      return rows.length;
    });
  }
  return kept;
}

/** All have the same two days. */
async function moveOn(client: PoolClient, executions: readonly OverdueRow[], until: string): Promise<void> {
  const ids = executions.map(execution => execution.id);
  const { expires_on: from = '', payload_expires_on: payloadsFrom = '' } = executions[0] ?? {};
  await client.query(
    `insert into payload (expires_on, id, body)
     select $4::date, id, body from payload
     where expires_on = $1 and id = any($3::uuid[] || array(
       select payload_id from node_run where expires_on = $2 and execution_id = any($3::uuid[]) and payload_id is not null))
     on conflict do nothing`,
    [payloadsFrom, from, ids, until],
  );
  if (from < until) {
    for (const table of ['message', 'node_run'] as const) {
      await client.query(
        `insert into ${table}
         select moved.* from ${table} old, jsonb_populate_record(old, jsonb_build_object('expires_on', $3::date)) moved
         where old.expires_on = $1 and old.execution_id = any($2::uuid[])
         on conflict do nothing`,
        [from, ids, until],
      );
    }
  }
  await client.query(
    `update execution set payload_expires_on = $2::date, expires_on = greatest(expires_on, $2::date) where id = any($1::uuid[])`,
    [ids, until],
  );
}
