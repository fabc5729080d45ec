import type { Pool } from 'pg';

/** A source that polls. */
export interface PollingSource {
  flowId: string;
  nodeId: string;
}

const ownCursorSql = `
select cursor from source_cursor
where flow_id = $1 and node_id = $2 and owner = $3 and exists (select 1 from worker where id = $3 and ended_at is null)`;

const claimCursorSql = `
insert into source_cursor (flow_id, node_id, owner)
select $1, $2, id from worker where id = $3 and ended_at is null
on conflict (flow_id, node_id) do update set owner = excluded.owner
where source_cursor.owner is null or source_cursor.owner = excluded.owner
   or not exists (select 1 from worker where id = source_cursor.owner and ended_at is null)
returning cursor`;

/**
 * Makes this process the one that polls the source, unless a living one is. A process keeps it until it closes the source
 * or is taken for dead.
 * @returns undefined when another process polls it
 */
export async function claimCursor(
  pool: Pool,
  epochId: number,
  { flowId, nodeId }: PollingSource,
): Promise<{ cursor: unknown } | undefined> {
  const values = [flowId, nodeId, epochId];
  // Mostly it is this process's already, and nothing is written.
  const { rows: own } = await pool.query<{ cursor: unknown }>({ name: 'own-cursor', text: ownCursorSql, values });
  const { rows } = own.length > 0 ? { rows: own } : await pool.query<{ cursor: unknown }>(claimCursorSql, values);
  return rows[0] && { cursor: rows[0].cursor ?? undefined };
}

/** @returns false when another process polls the source by now: nothing was saved */
export async function saveCursor(
  pool: Pool,
  epochId: number,
  { flowId, nodeId }: PollingSource,
  cursor: unknown,
): Promise<boolean> {
  const { rowCount } = await pool.query({
    name: 'save-cursor',
    text: `update source_cursor set cursor = $4 where flow_id = $1 and node_id = $2 and owner = $3
             and exists (select 1 from worker where id = $3 and ended_at is null)`,
    values: [flowId, nodeId, epochId, JSON.stringify(cursor)],
  });
  return (rowCount ?? 0) > 0;
}

/** Lets another process poll the source. */
export async function releaseCursor(pool: Pool, epochId: number, { flowId, nodeId }: PollingSource): Promise<void> {
  await pool.query(`update source_cursor set owner = null where flow_id = $1 and node_id = $2 and owner = $3`, [
    flowId,
    nodeId,
    epochId,
  ]);
}
