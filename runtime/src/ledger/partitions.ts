import type { Pool } from 'pg';
import { lowestId } from './ids.ts';

const dayMs = 86_400_000;
const partitioned = ['message', 'node_run'] as const;

/** Another process made it at the same moment. */
const madeByAnother = new Set(['42P07', '23505']);

/** Rows of the day lie in the default partition: no process prepared it in time, or a clock was wrong. They stay there. */
const rowsInDefault = '23514';

/**
 * Makes sure that the tables which grow with every message have a partition for each of the coming days, so that old
 * days can be dropped whole. Ids sort by time: a day is a range of ids.
 * @param now milliseconds since 1970
 */
export async function ensurePartitions(pool: Pool, now: number, daysAhead = 3): Promise<void> {
  for (let day = Math.floor(now / dayMs); day <= Math.floor(now / dayMs) + daysAhead; day++) {
    const from = day * dayMs;
    const suffix = new Date(from).toISOString().slice(0, 10).replaceAll('-', '');
    for (const table of partitioned) {
      const partition = `${table}_${suffix}`;
      const { rows } = await pool.query<{ exists: boolean }>(`select to_regclass($1) is not null as exists`, [
        partition,
      ]);
      if (!rows[0]?.exists) await createPartition(pool, table, partition, from);
    }
  }
}

async function createPartition(pool: Pool, table: string, partition: string, from: number): Promise<void> {
  try {
    await pool.query(
      `create table ${partition} partition of ${table} for values from ('${lowestId(from)}') to ('${lowestId(from + dayMs)}')`,
    );
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (!madeByAnother.has(code) && code !== rowsInDefault) throw error;
  }
}
