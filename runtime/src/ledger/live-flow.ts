import type { Checkpoint, ExecutionState } from '@lineshaft/flow';
import type { Pool } from 'pg';
import { lowestId } from './ids.ts';
import { wentThroughLater } from './reprocessed.ts';

const windowSeconds = 60;

/** Up to how many executions that ended within the window, and how many of each state that are open, are looked at. */
const endedLookedAt = 2000;
const openLookedAt = 1000;

/** What goes on in a flow now. */
export interface LiveFlow {
  at: Date;
  windowSeconds: number;
  isPartial: boolean;
  nodes: { nodeId: string; succeeded: number; failed: number; durationMs: number }[];
  ports: { nodeId: string; port: string; messages: number }[];
  ended: { succeeded: number; failed: number; cancelled: number };
  open: OpenAtNode[];
}

interface OpenAtNode {
  nodeId: string;
  active: number;
  waiting: number;
  held: number;
  dead: number;
}

interface OpenRow {
  id: string;
  state: ExecutionState;
  checkpoint: Checkpoint | null;
  expires_on: string;
  owned: boolean;
}

/** Each part goes along an index of its own. */
const openSql = `
select id, state, checkpoint, expires_on, owner is not null as owned from (
  (select * from execution where owner is null and state in ('queued', 'waiting') and flow_id = $1 limit ${openLookedAt})
  union all
  (select * from execution where owner is not null and flow_id = $1 limit ${openLookedAt})
  union all
  (select * from execution where ended_at is not null and state = 'dead-lettered' and flow_id = $1 and not ${wentThroughLater}
   order by ended_at desc limit ${openLookedAt})
) open`;

const endedSql = `
select state, count(*)::int as count from execution
where flow_id = $1 and state in ('succeeded', 'dead-lettered', 'cancelled')
  and ended_at >= now() - interval '${windowSeconds} seconds'
group by state`;

/** Executions that ended within the window, the latest first. */
const latestSql = `
select id, expires_on from execution
where flow_id = $1 and state = any($2) and ended_at >= now() - interval '${windowSeconds} seconds'
order by ended_at desc limit ${endedLookedAt}`;

const runsSql = `
with runs as materialized (
  select r.node_id, r.state, r.duration_us, r.outputs from node_run r
  where r.expires_on = any($2::date[]) and r.execution_id = any($1::uuid[])
    and r.started_at >= now() - interval '${windowSeconds} seconds'
)
select node_id, null as port, count(*) filter (where state = 'succeeded')::int as succeeded,
       count(*) filter (where state = 'failed')::int as failed, avg(duration_us)::float8 as duration_us
from runs group by node_id
union all
select node_id, output ->> 'port', count(*)::int, 0, 0 from runs, json_array_elements(outputs) output group by 1, 2`;

const enteredSql = `
select m.source_node as node_id, m.source_port as port, count(*)::int as messages
from (select id, expires_on from execution where flow_id = $1 and id >= $2 order by id desc limit ${endedLookedAt}) e
join message m on m.execution_id = e.id and m.expires_on = e.expires_on
where m.expires_on = any($3::date[])
group by 1, 2`;

/** Looks at the ledger, so that it holds over all processes. */
export async function liveFlow(pool: Pool, flowId: string): Promise<LiveFlow> {
  const [{ rows: open }, { rows: ended }] = await Promise.all([
    pool.query<OpenRow>(openSql, [flowId]),
    pool.query<{ state: string; count: number }>(endedSql, [flowId]),
  ]);
  const count = (state: string) => ended.find(row => row.state === state)?.count ?? 0;
  const total = ended.reduce((sum, row) => sum + row.count, 0);
  const latest: { id: string; expires_on: string }[] = open.filter(row => row.state !== 'dead-lettered');
  for (const { state } of ended) {
    const { rows } = await pool.query<{ id: string; expires_on: string }>(latestSql, [flowId, [state]]);
    latest.push(...rows);
  }
  const days = [...new Set(latest.map(row => row.expires_on))];
  const { rows: runs } = await pool.query<RunsRow>(runsSql, [latest.map(row => row.id), days]);
  const since = lowestId(Date.now() - windowSeconds * 1000);
  const { rows: entered } = await pool.query<EnteredRow>(enteredSql, [flowId, since, days]);
  return {
    at: new Date(),
    windowSeconds,
    isPartial: total > endedLookedAt || open.length >= openLookedAt,
    nodes: runs.flatMap(({ node_id: nodeId, port, succeeded, failed, duration_us }) =>
      port === null ? [{ nodeId, succeeded, failed, durationMs: duration_us / 1000 }] : [],
    ),
    ports: [
      ...entered.map(({ node_id: nodeId, port, messages }) => ({ nodeId, port, messages })),
      ...runs.flatMap(({ node_id: nodeId, port, succeeded }) =>
        port === null ? [] : [{ nodeId, port, messages: succeeded }],
      ),
    ],
    ended: { succeeded: count('succeeded'), failed: count('dead-lettered'), cancelled: count('cancelled') },
    open: openByNode(open),
  };
}

interface RunsRow {
  node_id: string;
  /** Null: the row is about the node. */
  port: string | null;
  succeeded: number;
  failed: number;
  duration_us: number;
}

interface EnteredRow {
  node_id: string;
  port: string;
  messages: number;
}

function openByNode(open: readonly OpenRow[]): OpenAtNode[] {
  const nodes = new Map<string, OpenAtNode>();
  for (const { state, checkpoint, owned } of open) {
    for (const run of checkpoint?.pending ?? []) {
      const node = nodes.get(run.nodeId) ?? { nodeId: run.nodeId, active: 0, waiting: 0, held: 0, dead: 0 };
      nodes.set(run.nodeId, node);
      if (run.dead) node.dead++;
      else if (state === 'dead-lettered') continue;
      else if (run.held) node.held++;
      else if (!owned && (run.dueAt ?? 0) > Date.now()) node.waiting++;
      else node.active++;
    }
  }
  return [...nodes.values()].toSorted((a, b) => (a.nodeId < b.nodeId ? -1 : 1));
}
