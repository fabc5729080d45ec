import type { Pool, PoolClient } from 'pg';
import { inTransaction } from './transaction.ts';

/** Up to how many executions are counted. */
const countedUpTo = 10_000;

/** What goes with a flow, and what stays of it. */
export interface FlowRemains {
  enabled: boolean;
  openExecutions: number;
  keptExecutions: number;
  versions: number;
  samples: number;
  heldMessages: number;
}

const remainsSql = `
select enabled,
  (select count(*) from (
     select 1 from execution where owner is null and state in ('queued', 'waiting') and flow_id = flow.id
     union all select 1 from execution where state = 'blocked' and flow_id = flow.id
     union all select 1 from execution where owner is not null and flow_id = flow.id
     limit ${countedUpTo}
   ) open)::int as "openExecutions",
  (select count(*) from (
     select 1 from execution where flow_id = flow.id and ended_at is not null limit ${countedUpTo}
   ) kept)::int as "keptExecutions",
  (select count(*) from flow_version where flow_id = flow.id)::int as versions,
  (select count(*) from sample where flow_id = flow.id)::int as samples,
  (select count(*) from held_message where flow_id = flow.id)::int as "heldMessages"
from flow where id = $1`;

/** Undefined when there is no such flow. */
export async function flowRemains(client: Pool | PoolClient, flowId: string): Promise<FlowRemains | undefined> {
  const { rows } = await client.query<FlowRemains>(remainsSql, [flowId]);
  return rows[0];
}

/** Why the flow cannot be deleted now; undefined when it can. */
export function deletionRefusal(
  flowId: string,
  { enabled, versions, openExecutions }: FlowRemains,
): string | undefined {
  // A flow that was never published takes no messages, enabled or not.
  if (enabled && versions > 0) return `Flow "${flowId}" is enabled: messages may come in. Disable it first.`;
  if (openExecutions > 0)
    return `Flow "${flowId}" has ${openExecutions} executions that are not at their end. Wait for them, or cancel them.`;
  return undefined;
}

/** What stands in other tables under the flow's id, and is of no use without it. A receipt would keep a message from coming in again. */
const belongings = ['sample', 'pin', 'node_state', 'held_message', 'source_cursor', 'flow_version'];

/**
 * Deletes draft, versions, samples and what nodes keep. Executions stay until they expire.
 * @returns what was there; nothing was deleted when `deletionRefusal` has something to say about it
 */
export async function deleteFlow(pool: Pool, flowId: string): Promise<FlowRemains | undefined> {
  return inTransaction(pool, async client => {
    await client.query(`select 1 from flow where id = $1 for update`, [flowId]);
    const remains = await flowRemains(client, flowId);
    if (!remains || deletionRefusal(flowId, remains) !== undefined) return remains;
    await client.query(
      `insert into deleted_flow (id, last_version)
       select $1::text, version from flow_version where flow_id = $1 order by version desc limit 1
       on conflict (id) do update set last_version = excluded.last_version, deleted_at = now()`,
      [flowId],
    );
    for (const table of belongings) await client.query(`delete from ${table} where flow_id = $1`, [flowId]);
    await client.query(`delete from receipt where scope = $1`, [flowId]);
    await client.query(`delete from flow where id = $1`, [flowId]);
    return remains;
  });
}
