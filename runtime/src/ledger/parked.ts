import type { Pool, PoolClient } from 'pg';
import { inTransaction } from './transaction.ts';

/** Executions let go in one statement: short ones, which nobody waits for long. */
const releasedAtOnce = 500;

/** What was not let go in this time is not made up for, seconds: after a pause there must be no burst. */
const longestGapSeconds = 1;

/** How many executions are parked, by connection. */
export async function parkedExecutions(pool: Pool): Promise<Map<string, number>> {
  const { rows } = await pool.query<{ held_by: string; count: number }>({
    name: 'parked',
    text: `select held_by, count(*) as count from execution where held_by is not null and state = 'waiting' group by held_by`,
  });
  return new Map(rows.map(row => [row.held_by, Number(row.count)]));
}

/**
 * Lets go, in order of acceptance, what is parked because of a connection that is not held any more.
 * @returns how many
 */
export async function releaseUnheld(pool: Pool): Promise<number> {
  let released = 0;
  for (let count = releasedAtOnce; count === releasedAtOnce; released += count) {
    const result = await pool.query({
      name: 'release-unheld',
      text: releaseSql(`not exists (select from connection where id = held_by and mode <> 'normal')`, releasedAtOnce),
    });
    count = result.rowCount ?? 0;
  }
  return released;
}

/**
 * Lets go what is parked because of connections that are drained, in order of acceptance, each at its own rate. A
 * connection with nothing parked any more is back in its normal mode.
 * @returns how many executions, and the connections that are drained
 */
export async function drainParked(pool: Pool): Promise<{ released: number; drained: string[] }> {
  return inTransaction(pool, async client => {
    const { rows } = await client.query<{ id: string; allowed: number }>(
      `select id, floor(least(extract(epoch from clock_timestamp() - drained_at), greatest(${longestGapSeconds}, 1 / drain_rate)) * drain_rate) as allowed
       from connection where mode = 'drain' order by id for update skip locked`,
    );
    let released = 0;
    const drained: string[] = [];
    for (const { id, allowed } of rows) {
      if (allowed >= 1) released += await drainSome(client, id, Number(allowed));
      const { rowCount } = await client.query(
        `update connection set mode = 'normal', drain_rate = null, drained_at = null, mode_since = now(), mode_note = 'Drained'
         where id = $1 and not exists (select from execution where held_by = $1 and state = 'waiting')`,
        [id],
      );
      if (rowCount) drained.push(id);
    }
    return { released, drained };
  });
}

async function drainSome(client: PoolClient, connectionId: string, count: number): Promise<number> {
  const { rowCount } = await client.query(releaseSql('held_by = $1', '$2'), [connectionId, count]);
  // What is left of a turn counts for the next one, unless there was a pause.
  await client.query(
    `update connection set drained_at = greatest(drained_at + make_interval(secs => $2 / drain_rate),
       clock_timestamp() - make_interval(secs => 1 / drain_rate)) where id = $1`,
    [connectionId, count],
  );
  return rowCount ?? 0;
}

/** Due since they were accepted: the oldest are leased first. */
function releaseSql(which: string, limit: string | number): string {
  return `update execution set held_by = null, state = 'queued', due_at = accepted_at
    where id in (select id from execution where held_by is not null and state = 'waiting' and owner is null and ${which}
                 order by id limit ${limit} for update skip locked)`;
}
