import type { Pool } from 'pg';
import type { Epoch } from './epoch.ts';

/** What the ledger says that an epoch holds. */
export interface OwnLease {
  id: string;
  cancelRequested: boolean;
}

export async function ownLeases(pool: Pool, epochId: number): Promise<OwnLease[]> {
  const { rows } = await pool.query<{ id: string; cancel_requested: boolean }>({
    name: 'own-leases',
    text: `select id, cancel_requested from execution where owner = $1`,
    values: [epochId],
  });
  return rows.map(row => ({ id: row.id, cancelRequested: row.cancel_requested }));
}

/** Gives leases back that nobody here works on: their execution is due at once, for whoever comes. */
export async function giveBackLeases(pool: Pool, epochId: number, ids: readonly string[]): Promise<void> {
  await pool.query(
    `update execution set owner = null, state = 'queued', due_at = now() where id = any($1::uuid[]) and owner = $2`,
    [ids, epochId],
  );
}

/** Gives everything back: the process stops. */
export async function giveBackAll(pool: Pool, epoch: Epoch): Promise<void> {
  await pool.query(
    `update execution set owner = null, state = 'queued', due_at = case when state = 'waiting' then due_at else now() end where owner = $1`,
    [epoch.id],
  );
}
