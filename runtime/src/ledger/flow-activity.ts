import type { Pool } from 'pg';
import { wentThroughLater } from './reprocessed.ts';

/** Up to how many executions of a flow are counted that are open or dead-lettered. */
const countedUpTo = 10_000;

const hourMs = 3_600_000;
const shownHours = 24;

/** How the executions of a flow fare: open ones now, ended ones by the hour. */
export interface FlowActivity {
  queued: number;
  running: number;
  waiting: number;
  blocked: number;
  deadLettered: number;
  succeeded: number;
  failed: number;
  /** The last 24 hours of the clock, the oldest first. */
  hours: { from: Date; succeeded: number; failed: number }[];
}

const nowSql = `
select flow_id, kind, count(*) as count from (
  select ready.* from unnest($1::text[]) as f (id) cross join lateral (
    select flow_id, state as kind from execution
    where owner is null and state in ('queued', 'waiting') and flow_id = f.id limit ${countedUpTo}
  ) ready
  union all
  select blocked.* from unnest($1::text[]) as f (id) cross join lateral (
    select flow_id, state from execution where state = 'blocked' and flow_id = f.id limit ${countedUpTo}
  ) blocked
  union all
  select dead.* from unnest($1::text[]) as f (id) cross join lateral (
    select flow_id, state from execution
    where ended_at is not null and state = 'dead-lettered' and flow_id = f.id and not ${wentThroughLater} limit ${countedUpTo}
  ) dead
  union all
  select flow_id, 'running' from execution where owner is not null and flow_id = any($1)
) open
group by flow_id, kind`;

/** One walk through a part of an index for each flow and state. */
const endedSql = `
select f.id as flow_id, s.state as kind, ended.hour, ended.count
from unnest($1::text[]) as f (id) cross join (values ('succeeded'), ('dead-lettered')) as s (state) cross join lateral (
  select date_bin('1 hour', ended_at, $2) as hour, count(*) as count from execution
  where flow_id = f.id and state = s.state and ended_at >= $2 and ended_at is not null
  group by 1
) ended`;

/** Two queries, however many flows there are. */
export async function flowActivity(pool: Pool, flowIds: readonly string[]): Promise<Map<string, FlowActivity>> {
  const from = new Date(Math.floor(Date.now() / hourMs) * hourMs - (shownHours - 1) * hourMs);
  const activity = new Map(flowIds.map(id => [id, idle(from)]));
  if (flowIds.length === 0) return activity;
  const [open, ended] = await Promise.all([
    pool.query<{ flow_id: string; kind: keyof typeof counters; count: number }>(nowSql, [flowIds]),
    pool.query<{ flow_id: string; kind: string; hour: Date; count: number }>(endedSql, [flowIds, from]),
  ]);
  for (const { flow_id: id, kind, count } of open.rows) {
    const flow = activity.get(id);
    if (flow) flow[counters[kind]] = Number(count);
  }
  for (const { flow_id: id, kind, hour, count } of ended.rows) {
    const flow = activity.get(id);
    // The database's clock may be an hour ahead of this one.
    const bucket = flow?.hours[Math.min((hour.getTime() - from.getTime()) / hourMs, shownHours - 1)];
    const name = kind === 'succeeded' ? 'succeeded' : 'failed';
    if (!flow || !bucket) continue;
    bucket[name] += Number(count);
    flow[name] += Number(count);
  }
  return activity;
}

const counters = {
  queued: 'queued',
  running: 'running',
  waiting: 'waiting',
  blocked: 'blocked',
  'dead-lettered': 'deadLettered',
} as const;

function idle(from: Date): FlowActivity {
  const hours = Array.from({ length: shownHours }, (_, hour) => ({
    from: new Date(from.getTime() + hour * hourMs),
    succeeded: 0,
    failed: 0,
  }));
  return { queued: 0, running: 0, waiting: 0, blocked: 0, deadLettered: 0, succeeded: 0, failed: 0, hours };
}
