import type pg from 'pg';

/** Tables worth a vacuum or analyze, by autovacuum's default thresholds, and those whose transaction ids grow old. */
const dueTables = `
  select format('%I.%I', n.nspname, c.relname) as name
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
  left join pg_stat_all_tables s on s.relid = c.oid
  where c.relkind in ('r', 'm') and c.relpersistence = 'p' and (
    $1 and n.nspname not in ('pg_catalog', 'information_schema')
    or coalesce(s.n_dead_tup, 0) > 50 + 0.2 * greatest(c.reltuples, 0)
    or coalesce(s.n_ins_since_vacuum, 0) > 1000 + 0.2 * greatest(c.reltuples, 0)
    or coalesce(s.n_mod_since_analyze, 0) > 50 + 0.1 * greatest(c.reltuples, 0)
    or age(c.relfrozenxid) > 100000000
  )
  order by 1`;

/** The SQLSTATE of a table that is not there. */
const undefinedTable = '42P01';

/** What autovacuum and the checkpointer do on a server. Table by table, so that other statements come in between. */
export function maintainPGlite(pool: pg.Pool): () => Promise<void> {
  // What was dead before this start was counted by a process that may have been killed.
  let first = true;
  return async () => {
    const { rows } = await pool.query<{ name: string }>(dueTables, [first]);
    for (const { name } of rows) await vacuum(pool, name);
    await pool.query('checkpoint');
    first = false;
  };
}

/** A partition may have been dropped since the tables were listed. */
async function vacuum(pool: pg.Pool, name: string): Promise<void> {
  try {
    await pool.query(`vacuum (analyze) ${name}`);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === undefinedTable)) throw error;
  }
}
