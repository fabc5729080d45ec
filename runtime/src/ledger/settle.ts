import type {
  Body,
  Checkpoint,
  Emitted,
  ErrorRecord,
  ExecutionError,
  ExecutionState,
  InputOrigin,
  NodeRunState,
} from '@lineshaft/flow';
import { endStates } from '@lineshaft/flow';
import type { Pool, PoolClient } from 'pg';
import { type Epoch, Fenced } from './epoch.ts';
import { newId } from './ids.ts';
import { outputsOf } from './output-records.ts';
import { type PackedBodies, packBodies } from './pack-bodies.ts';
import { inTransaction } from './transaction.ts';

/** One attempt of a node run, as it is recorded. */
export interface NodeRunRecord {
  run: number;
  attempt: number;
  nodeId: string;
  state: NodeRunState;
  /** The run that it undoes. */
  undoes: number | undefined;
  /** Process clock (performance.now()), milliseconds: only its distance to the commit is used. */
  startedAt: number;
  durationMs: number;
  from: InputOrigin | undefined;
  /** The input's body: an output that is the same body is not kept again. */
  input: Body;
  emitted: readonly Emitted[];
  error: ErrorRecord | undefined;
}

/** What happened to an execution and what becomes of it. */
export interface Settlement {
  executionId: string;
  /** The epoch under which the execution was leased: another lease, even of this process, is not touched. */
  owner: number;
  flowId: string;
  laneKey: string | null;
  state: ExecutionState;
  checkpoint: Checkpoint;
  /** The lease stays with this process. */
  keep: boolean;
  /** Database clock, milliseconds since 1970; Infinity: not before somebody lets it go on. */
  dueAt: number | undefined;
  /** The connection that a delivery waits for. */
  heldBy: string | undefined;
  error: ExecutionError | undefined;
  nodeRuns: NodeRunRecord[];
}

export interface Settled {
  /** False when the execution is no longer this process's: nothing of the settlement was written. */
  applied: boolean;
  /** Somebody asked to cancel it. */
  cancelRequested: boolean;
}

/** Node runs and the executions' new state, guarded by the lease and by the fence. */
const settleSql = `
with fence as materialized (
  select id from worker where id = $1 and ended_at is null for key share
), settled as (
  update execution e
  set state = s.state, checkpoint = s.checkpoint::json, error = s.error::json, held_by = s.held_by, handovers = 0,
      owner = case when s.keep then e.owner end,
      -- One that somebody wants to cancel does not wait: it is leased again at once, to end.
      due_at = case when e.cancel_requested then now() else coalesce(to_timestamp(s.due_at / 1000.0), now()) end,
      ended_at = case when s.ended then now() end
  from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::bool[], $7::float8[], $8::bool[], $24::text[])
       as s (id, state, checkpoint, error, keep, due_at, ended, held_by), fence
  where e.id = s.id and e.owner = fence.id
  returning e.id, e.cancel_requested, e.expires_on, e.payload_expires_on
), payloads as (
  insert into payload (expires_on, id, body)
  select settled.payload_expires_on, p.id, substring($20::bytea from p.body_from for p.body_length)
  from unnest($25::uuid[], $26::uuid[], $27::int[], $28::int[]) as p (execution_id, id, body_from, body_length)
  join settled on settled.id = p.execution_id
), recorded as (
  insert into node_run (execution_id, expires_on, run, attempt, node_id, state, started_at, duration_us, input_run, input_item, outputs,
                        payload_id, payload_from, error, undoes)
  select r.execution_id, settled.expires_on, r.run, r.attempt, r.node_id, r.state, now() - r.ago_us * interval '1 microsecond', r.duration_us,
         r.input_run, r.input_item, r.outputs::json, r.payload_id, r.payload_from, r.error::json, r.undoes
  from unnest($9::uuid[], $10::int[], $11::int[], $12::text[], $13::text[], $14::bigint[], $15::bigint[], $16::int[], $17::int[],
              $18::text[], $19::text[], $21::uuid[], $22::int[], $23::int[])
       as r (execution_id, run, attempt, node_id, state, ago_us, duration_us, input_run, input_item, outputs, error, payload_id,
             payload_from, undoes)
  join settled on settled.id = r.execution_id
  on conflict do nothing
)
select id, cancel_requested from settled`;

/** Takes executions that are through out of their lanes; says which lanes have work left. */
const leaveLanesSql = `
with leaving as (
  select flow_id, key, count(*)::int as through from unnest($1::text[], $2::text[]) as l (flow_id, key) group by flow_id, key
), locked as materialized (
  select lane.flow_id, lane.key, lane.open - leaving.through as left_open
  from lane join leaving using (flow_id, key) order by lane.flow_id, lane.key for update of lane
), emptied as (
  delete from lane using locked where lane.flow_id = locked.flow_id and lane.key = locked.key and locked.left_open <= 0
)
update lane set open = locked.left_open from locked
where lane.flow_id = locked.flow_id and lane.key = locked.key and locked.left_open > 0
returning lane.flow_id, lane.key`;

/** The head of each lane may run: its next in order. In a statement of its own, which sees what was accepted meanwhile. */
const promoteSql = `
update execution e set state = 'queued', due_at = now()
from unnest($1::text[], $2::text[]) as l (flow_id, key)
cross join lateral (
  select id from execution where state = 'blocked' and flow_id = l.flow_id and lane_key = l.key order by lane_seq limit 1
) head
where e.id = head.id`;

/** Commits a batch; of several settlements of one execution the last one counts, with the node runs of all. */
export async function settleBatch(pool: Pool, epoch: Epoch, batch: Settlement[]): Promise<Settled[]> {
  // One epoch for the whole batch: it may be renewed while a connection is waited for.
  const epochId = epoch.id;
  const merged = mergeByExecution(batch.filter(item => item.owner === epochId));
  if (merged.length === 0) return batch.map(() => ({ applied: false, cancelRequested: false }));
  const leaving = merged.filter(item => item.laneKey !== null && endStates.includes(item.state));
  const settled =
    leaving.length === 0
      ? await writeSettlements(pool, epochId, merged)
      : await inTransaction(pool, async client => {
          const written = await writeSettlements(client, epochId, merged);
          const left = leaving.filter(item => written.has(item.executionId));
          await leaveLanes(
            client,
            left.map(({ flowId, laneKey }) => ({ flowId, laneKey, wasHead: true })),
          );
          return written;
        });
  return batch.map(item => {
    const cancelRequested = settled.get(item.executionId);
    return { applied: cancelRequested !== undefined, cancelRequested: cancelRequested ?? false };
  });
}

/** An execution that is through, and whether it stood at the head of its lane. */
export interface Leaving {
  flowId: string;
  laneKey: string | null;
  wasHead: boolean;
}

/** Takes executions out of their lanes and lets the next go where the head left; for the transaction that ended them. */
export async function leaveLanes(client: PoolClient, leaving: readonly Leaving[]): Promise<void> {
  const laned = leaving.filter(item => item.laneKey !== null);
  if (laned.length === 0) return;
  const { rows } = await client.query<{ flow_id: string; key: string }>({
    name: 'leave-lanes',
    text: leaveLanesSql,
    values: [laned.map(item => item.flowId), laned.map(item => item.laneKey)],
  });
  const headless = rows.filter(row =>
    laned.some(item => item.wasHead && item.flowId === row.flow_id && item.laneKey === row.key),
  );
  if (headless.length === 0) return;
  await client.query({
    name: 'promote',
    text: promoteSql,
    values: [headless.map(row => row.flow_id), headless.map(row => row.key)],
  });
}

/** Says of each execution that was written whether somebody asked to cancel it. @throws Fenced */
async function writeSettlements(
  client: Pool | PoolClient,
  epochId: number,
  batch: Settlement[],
): Promise<Map<string, boolean>> {
  const runs = batch.flatMap(({ executionId, nodeRuns }) =>
    nodeRuns.map(record => ({ executionId, ...record, outputs: outputsOf(record.emitted, record.input) })),
  );
  const bodies = packBodies(runs.map(run => run.outputs.body));
  const payloads = payloadsOf(runs, bodies);
  const now = performance.now();
  const { rows } = await client.query<{ id: string; cancel_requested: boolean }>({
    name: 'settle',
    text: settleSql,
    values: [
      epochId,
      batch.map(item => item.executionId),
      batch.map(item => item.state),
      batch.map(item => (item.checkpoint.pending.length === 0 ? null : JSON.stringify(item.checkpoint))),
      batch.map(item => (item.error ? JSON.stringify(item.error) : null)),
      batch.map(item => item.keep),
      batch.map(item => item.dueAt ?? null),
      batch.map(item => endStates.includes(item.state)),
      runs.map(run => run.executionId),
      runs.map(run => run.run),
      runs.map(run => run.attempt),
      runs.map(run => run.nodeId),
      runs.map(run => run.state),
      runs.map(run => Math.round((now - run.startedAt) * 1000)),
      runs.map(run => Math.round(run.durationMs * 1000)),
      runs.map(run => run.from?.run ?? null),
      runs.map(run => run.from?.item ?? null),
      runs.map(run => JSON.stringify(run.outputs.records)),
      runs.map(run => (run.error ? JSON.stringify(run.error) : null)),
      bodies.bytes,
      runs.map((run, index) => (bodies.length[index] ? (payloads.get(run.executionId)?.id ?? null) : null)),
      runs.map((run, index) =>
        bodies.length[index] ? (bodies.from[index] ?? 0) - (payloads.get(run.executionId)?.from ?? 0) : null,
      ),
      runs.map(run => run.undoes ?? null),
      batch.map(item => item.heldBy ?? null),
      [...payloads.keys()],
      [...payloads.values()].map(payload => payload.id),
      [...payloads.values()].map(payload => payload.from),
      [...payloads.values()].map(payload => payload.length),
    ],
  });
  if (rows.length === 0) await refuseWhenFenced(client, epochId);
  return new Map(rows.map(row => [row.id, row.cancel_requested]));
}

/** What the runs of an execution sent out is one payload: its part of the packed bodies. */
function payloadsOf(
  runs: readonly { executionId: string }[],
  bodies: PackedBodies,
): Map<string, { id: string; from: number; length: number }> {
  const payloads = new Map<string, { id: string; from: number; length: number }>();
  for (const [index, { executionId }] of runs.entries()) {
    const length = bodies.length[index] ?? 0;
    if (length === 0) continue;
    const begun = payloads.get(executionId);
    if (begun) begun.length += length;
    else payloads.set(executionId, { id: newId(), from: bodies.from[index] ?? 1, length });
  }
  return payloads;
}

/** Of several settlements of one execution the last one says what becomes of it. */
function mergeByExecution(batch: readonly Settlement[]): Settlement[] {
  const merged = new Map<string, Settlement>();
  for (const item of batch) {
    const earlier = merged.get(item.executionId);
    merged.set(item.executionId, earlier ? { ...item, nodeRuns: [...earlier.nodeRuns, ...item.nodeRuns] } : item);
  }
  return [...merged.values()];
}

async function refuseWhenFenced(client: Pool | PoolClient, epochId: number): Promise<void> {
  const { rows } = await client.query(`select 1 from worker where id = $1 and ended_at is null`, [epochId]);
  if (rows.length === 0) throw new Fenced(epochId);
}
