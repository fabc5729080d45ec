import type { Pool } from 'pg';

/** Executions of one partner of a flow that are not at their end. */
export interface BacklogCount {
  flowId: string;
  /** Empty: nobody in particular. */
  partner: string;
  open: number;
  /** Of those: due, and leased by nobody. */
  queued: number;
}

/** A flow whose executions are counted, up to a number from which on more makes no difference. */
export interface CountedFlow {
  flowId: string;
  upTo: number;
}

const countSql = `
with counted as (
  select * from unnest($1::text[], $2::int[]) as f (id, up_to)
)
select flow_id, partner, count(*) as open, count(*) filter (where queued) as queued
from (
  select ready.* from counted cross join lateral (
    select flow_id, coalesce(partner, '') as partner, due_at <= now() as queued from execution
    where owner is null and state in ('queued', 'waiting') and flow_id = counted.id limit counted.up_to
  ) ready
  union all
  select blocked.* from counted cross join lateral (
    select flow_id, coalesce(partner, ''), false from execution
    where state = 'blocked' and flow_id = counted.id limit counted.up_to
  ) blocked
  union all
  select flow_id, coalesce(partner, ''), false from execution where owner is not null
) open
group by flow_id, partner`;

/** What all processes have accepted and not brought to its end. */
export async function countBacklog(pool: Pool, flows: readonly CountedFlow[]): Promise<BacklogCount[]> {
  const { rows } = await pool.query<{ flow_id: string; partner: string; open: number; queued: number }>({
    name: 'count-backlog',
    text: countSql,
    values: [flows.map(flow => flow.flowId), flows.map(flow => flow.upTo)],
  });
  return rows.map(({ flow_id: flowId, ...row }) => ({ flowId, ...row }));
}
