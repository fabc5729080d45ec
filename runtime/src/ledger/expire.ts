import { endStates } from '@lineshaft/flow';
import type { Pool } from 'pg';
import { keepOpenExecutions } from './keep-open.ts';
import { listPartitions, type Partition, type PartitionedTable } from './partitions.ts';
import { inTransaction } from './transaction.ts';

export interface Expired {
  /** Open executions that were given more time. */
  kept: number;
  /** Partitions that were dropped. */
  partitions: number;
  /** Executions that were forgotten. */
  executions: number;
}

/** Rows deleted in one statement: short ones, which nobody waits for long. */
const deletedAtOnce = 2000;

/** How long a drop waits for those who read or write, milliseconds: everybody else waits behind it. */
const dropPatienceMs = 500;

/** What a lock that was not had in time is called. */
const lockNotAvailable = '55P03';

/**
 * Drops what expired on days that are over: payloads by partition, then what remains without them. Nothing of an open
 * execution goes: it is moved to a later day first, and its old place is left until the next round, as somebody may be
 * on the way there.
 */
export async function expire(pool: Pool): Promise<Expired> {
  const expired: Expired = { kept: await keepOpenExecutions(pool), partitions: 0, executions: 0 };
  if (expired.kept > 0) return expired;
  const today = await firstDayToKeep(pool);
  const partitions = await listPartitions(pool);
  const over = partitions.filter(({ day }) => day === undefined || day < today);
  for (const partition of over.filter(({ table }) => table === 'payload')) {
    expired.partitions += await empty(pool, partition, today);
  }
  // Executions are found by their messages, so these go last.
  for (const partition of over.filter(({ table }) => table === 'message')) {
    const { forgotten, open } = await forgetExecutions(pool, partition.name, today);
    expired.executions += forgotten;
    if (open) continue;
    const nodeRuns = over.find(({ table, day }) => table === 'node_run' && day === partition.day);
    if (nodeRuns) expired.partitions += await empty(pool, nodeRuns, today);
    expired.partitions += await empty(pool, partition, today);
  }
  return expired;
}

/**
 * An hour later than the calendar says: who was accepted or begun again at the last moment of a day is seen by the round
 * that looks for open executions.
 */
async function firstDayToKeep(pool: Pool): Promise<string> {
  const { rows } = await pool.query<{ day: string }>(`select utc_day(now() - interval '1 hour') as day`);
  return rows[0]?.day ?? '';
}

/** @returns how many partitions were dropped: the default one is emptied, and a busy one is left to the next round. */
async function empty(pool: Pool, { table, name, day }: Partition, today: string): Promise<number> {
  if (day === undefined) {
    await deleteInBatches(pool, name, today);
    return 0;
  }
  try {
    return await inTransaction(pool, async client => {
      await client.query(`set local lock_timeout = ${dropPatienceMs}`);
      await client.query(`lock table ${name} in access exclusive mode`);
      const { rows } = await client.query(openOnSql(table), [day]);
      if (rows.length > 0) return 0;
      await client.query(`drop table ${name}`);
      return 1;
    });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === lockNotAvailable) return 0;
    throw error;
  }
}

/** An open execution that has something in the partition of a day. */
function openOnSql(table: PartitionedTable): string {
  const day = table === 'payload' ? 'payload_expires_on' : 'expires_on';
  return `select 1 from execution where owner is not null and ${day} = $1
          union all select 1 from execution where owner is null and state in ('queued', 'waiting') and ${day} = $1
          union all select 1 from execution where state = 'blocked' and ${day} = $1 limit 1`;
}

async function deleteInBatches(pool: Pool, partition: string, today: string): Promise<void> {
  for (let deleted = deletedAtOnce; deleted === deletedAtOnce;) {
    const { rowCount } = await pool.query(
      `delete from ${partition} where ctid = any(array(select ctid from ${partition} where expires_on < $1 limit ${deletedAtOnce}))`,
      [today],
    );
    deleted = rowCount ?? 0;
  }
}

/** Deletes the ended executions whose message lies in the partition, with their business keys. */
async function forgetExecutions(
  pool: Pool,
  partition: string,
  today: string,
): Promise<{ forgotten: number; open: boolean }> {
  let forgotten = 0;
  let open = false;
  for (let after = '00000000-0000-0000-0000-000000000000', count = deletedAtOnce; count === deletedAtOnce;) {
    const { rows } = await pool.query<{ execution_id: string }>(
      `select execution_id from ${partition} where expires_on < $1 and execution_id > $2 order by execution_id limit ${deletedAtOnce}`,
      [today, after],
    );
    count = rows.length;
    after = rows.at(-1)?.execution_id ?? after;
    const { rows: left } = await pool.query<{ forgotten: number; open: number }>(
      `with due as materialized (
         select id, state from execution where id = any($1::uuid[]) and expires_on < $2
       ), gone as (
         delete from execution e using due where e.id = due.id and due.state = any($3) and e.state = due.state returning e.id
       ), keys as (
         delete from business_key using gone where execution_id = gone.id
       )
       select (select count(*) from gone) as forgotten, (select count(*) from due where not state = any($3)) as open`,
      [rows.map(row => row.execution_id), today, endStates],
    );
    forgotten += left[0]?.forgotten ?? 0;
    open ||= (left[0]?.open ?? 0) > 0;
  }
  return { forgotten, open };
}
