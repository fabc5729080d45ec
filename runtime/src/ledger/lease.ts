import { Body, type Checkpoint, type ExecutionError, LineshaftError, type Message } from '@lineshaft/flow';
import type { Pool } from 'pg';
import { isTransient } from './database-errors.ts';
import type { Epoch } from './epoch.ts';
import { readInputs } from './read-inputs.ts';

/** The lease of an execution: what is needed to settle it. */
export interface Lease {
  id: string;
  /** The epoch that holds the lease. */
  owner: number;
  flowId: string;
  flowVersion: number;
  laneKey: string | null;
  /** Undefined: not begun. */
  checkpoint: Checkpoint | undefined;
}

/** A leased execution with all that is needed to go on with it. */
export interface LeasedExecution extends Lease {
  sourceNode: string;
  sourcePort: string;
  /** What came in. */
  message: Message;
  /** The input of each pending run, by run number; a run without an entry takes the message. */
  inputs: ReadonlyMap<number, Message>;
  /** The failure that the execution shows. */
  error: ExecutionError | undefined;
  cancelRequested: boolean;
}

export interface Leased {
  executions: LeasedExecution[];
  /** Leased, but the ledger lacks what they need to go on: they must not keep the others from being worked on. */
  unreadable: (Lease & { error: unknown })[];
}

/** How many executions of a flow may be leased now. */
export interface Allowance {
  flowId: string;
  count: number;
}

/** Every flow gets its share: a flood of one cannot keep the others from being leased. */
const leaseSql = `
with fence as materialized (
  select id from worker where id = $1 and ended_at is null for key share
), ready as materialized (
  select head.id
  from unnest($2::text[], $3::int[]) as allowance (flow_id, count)
  cross join lateral (
    select id from execution
    where owner is null and state in ('queued', 'waiting') and flow_id = allowance.flow_id and due_at <= now()
    order by due_at limit allowance.count
    for update skip locked
  ) head
)
update execution e set owner = fence.id, state = 'running'
from ready, fence where e.id = ready.id
returning e.id, e.owner, e.flow_id, e.flow_version, e.message_id, e.lane_key, e.checkpoint, e.error, e.cancel_requested`;

/** Bodies up to a number of bytes, and always one: a backlog of large messages must not fill the memory at once. */
const messagesSql = `
select id, source_node, source_port, correlation_id, causation_id, content_type, headers, case when before < $2 then body end as body
from (select *, sum(octet_length(body)::bigint) over (order by id) - octet_length(body) as before
      from message where id = any($1::uuid[])) m`;

/** As they were: what is given back keeps its place. */
const giveBackSql = `
update execution set owner = null, state = 'queued' where id = any($1::uuid[]) and owner = $2`;

/** Bytes of message bodies that one lease brings, at most. */
const maxLeasedBytes = 64 * 1024 * 1024;

interface LeasedRow {
  id: string;
  owner: number;
  flow_id: string;
  flow_version: number;
  message_id: string;
  lane_key: string | null;
  checkpoint: Checkpoint | null;
  error: ExecutionError | null;
  cancel_requested: boolean;
}

interface MessageRow {
  id: string;
  source_node: string;
  source_port: string;
  correlation_id: string;
  causation_id: string | null;
  content_type: string;
  headers: Record<string, string>;
  /** Null: too much for this lease. */
  body: Buffer | null;
}

/** Takes executions that are due, whoever accepted them. */
export async function leaseExecutions(
  pool: Pool,
  epoch: Epoch,
  allowances: Allowance[],
  maxBytes = maxLeasedBytes,
): Promise<Leased> {
  const epochId = epoch.id;
  const { rows } = await pool.query<LeasedRow>({
    name: 'lease',
    text: leaseSql,
    values: [epochId, allowances.map(allowance => allowance.flowId), allowances.map(allowance => allowance.count)],
  });
  const leased: Leased = { executions: [], unreadable: [] };
  if (rows.length === 0) return leased;
  const messages = await readMessages(
    pool,
    rows.map(row => row.message_id),
    maxBytes,
  );
  const tooMuch = rows.filter(row => messages.get(row.message_id)?.body === null);
  if (tooMuch.length > 0) await pool.query(giveBackSql, [tooMuch.map(row => row.id), epochId]);
  await Promise.all(
    rows.map(async row => {
      if (tooMuch.includes(row)) return;
      const lease = toLease(row);
      try {
        leased.executions.push(await withInputs(pool, lease, row, messages));
      } catch (error) {
        if (isTransient(error)) throw error;
        leased.unreadable.push({ ...lease, error });
      }
    }),
  );
  return leased;
}

async function readMessages(pool: Pool, ids: string[], maxBytes: number): Promise<Map<string, MessageRow>> {
  const { rows } = await pool.query<MessageRow>({ name: 'messages', text: messagesSql, values: [ids, maxBytes] });
  return new Map(rows.map(row => [row.id, row]));
}

function toLease(row: LeasedRow): Lease {
  return {
    id: row.id,
    owner: Number(row.owner),
    flowId: row.flow_id,
    flowVersion: row.flow_version,
    laneKey: row.lane_key,
    checkpoint: row.checkpoint ?? undefined,
  };
}

async function withInputs(
  pool: Pool,
  lease: Lease,
  row: LeasedRow,
  messages: ReadonlyMap<string, MessageRow>,
): Promise<LeasedExecution> {
  const found = messages.get(row.message_id);
  if (!found?.body) {
    throw new LineshaftError(
      'unexpected',
      `The ledger has no message ${row.message_id} any more, which execution ${row.id} needs. Send the document again.`,
    );
  }
  const message: Message = {
    id: found.id,
    correlationId: found.correlation_id,
    causationId: found.causation_id ?? undefined,
    contentType: found.content_type,
    headers: found.headers,
    body: Body.fromBytes(found.body),
  };
  return {
    ...lease,
    sourceNode: found.source_node,
    sourcePort: found.source_port,
    message,
    inputs: lease.checkpoint ? await readInputs(pool, lease.id, message, lease.checkpoint) : new Map<number, Message>(),
    error: row.error ?? undefined,
    cancelRequested: row.cancel_requested,
  };
}
