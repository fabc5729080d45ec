import type { Pool, PoolClient } from 'pg';
import type { KeptFor } from './retentions.ts';

/** Tables partitioned by the day on which their rows expire. */
const partitionedTables = ['payload', 'message', 'node_run'] as const;
export type PartitionedTable = (typeof partitionedTables)[number];

export interface Partition {
  table: PartitionedTable;
  name: string;
  /** The day on which its rows expire, `YYYY-MM-DD`; undefined: the default partition, for days that nobody prepared. */
  day: string | undefined;
}

const dayMs = 86_400_000;

/** Another process made it at the same moment. */
const madeByAnother = new Set(['42P07', '23505']);

/** Rows of the day lie in the default partition: no process prepared it in time, or a clock was wrong. They stay there. */
const rowsInDefault = '23514';

/**
 * Makes sure that what is accepted today and on the coming days finds partitions for the days on which it expires.
 * @param now milliseconds since 1970
 */
export async function ensurePartitions(
  pool: Pool,
  now: number,
  retentions: readonly KeptFor[],
  daysAhead = 3,
): Promise<void> {
  const wanted = new Map<string, () => Promise<void>>();
  for (const { payloadsMs, metadataMs } of retentions) {
    for (let ahead = 0; ahead <= daysAhead; ahead++) {
      for (const table of partitionedTables) {
        const day = dayOf(now + ahead * dayMs + (table === 'payload' ? payloadsMs : metadataMs));
        wanted.set(nameOf(table, day), () => createPartition(pool, table, day));
      }
    }
  }
  const existing = new Set((await listPartitions(pool)).map(partition => partition.name));
  for (const [name, create] of wanted) if (!existing.has(name)) await create();
}

/** Default partitions last, else by day. */
export async function listPartitions(pool: Pool | PoolClient): Promise<Partition[]> {
  const { rows } = await pool.query<{ table: PartitionedTable; name: string }>(
    `select parent.relname as table, child.relname as name
     from pg_inherits join pg_class parent on parent.oid = inhparent join pg_class child on child.oid = inhrelid
     where parent.relkind = 'p' and parent.relname = any($1) and parent.relnamespace = current_schema()::regnamespace
     order by child.relname`,
    [partitionedTables],
  );
  return rows.map(({ table, name }) => {
    const [, year, month, day] = /_(\d{4})(\d\d)(\d\d)$/.exec(name) ?? [];
    return { table, name, day: year === undefined ? undefined : `${year}-${month}-${day}` };
  });
}

/** The UTC day of an instant, `YYYY-MM-DD`. */
export const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

const nameOf = (table: PartitionedTable, day: string) => `${table}_${day.replaceAll('-', '')}`;

async function createPartition(pool: Pool, table: PartitionedTable, day: string): Promise<void> {
  const next = dayOf(Date.parse(day) + dayMs);
  try {
    await pool.query(
      `create table ${nameOf(table, day)} partition of ${table} for values from ('${day}') to ('${next}')`,
    );
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (!madeByAnother.has(code) && code !== rowsInDefault) throw error;
  }
}
