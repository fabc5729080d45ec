import { Body, type Checkpoint, type ExecutionError, LineshaftError, type Message } from '@lineshaft/flow';
import type { Pool } from 'pg';
import { isTransient } from './database-errors.ts';
import type { Epoch } from './epoch.ts';
import { isPoison, poisoned } from './poison.ts';
import { readInputs } from './read-inputs.ts';

/** The lease of an execution: what is needed to settle it. */
export interface Lease {
  id: string;
  /** The epoch that holds the lease. */
  owner: number;
  flowId: string;
  flowVersion: number;
  laneKey: string | null;
  /** Whom the message is exchanged with; null: nobody in particular. */
  partner: string | null;
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
  /** Leased, but not to be worked on: the ledger lacks what they need to go on, or they bring every process down. */
  unreadable: (Lease & { error: unknown })[];
}

/** How many executions of a flow may be leased now. */
export interface Allowance {
  flowId: string;
  count: number;
}

/** Partners of one flow that are looked at in one lease. */
const partnersAtOnce = 256;

/**
 * Every flow gets its share, and within it every partner that has something due: a flood of one cannot keep the others
 * from being leased. Partners are found by leaps over the index, a few more of them each time.
 *
 * When a process dies, all that was at work is under suspicion. What was at work at two deaths in a row is leased one at
 * a time, so that at the third death it is known which execution it was, and no other goes to the dead letter channel.
 */
const leaseSql = `
with fence as materialized (
  select id from worker where id = $1 and ended_at is null for key share
), suspect as materialized (
  select id from execution
  where handovers >= 2 and owner is null and state in ('queued', 'waiting') and flow_id = any($2::text[]) and due_at <= now()
    and not exists (select 1 from execution where owner = $1 and handovers >= 2)
  order by due_at limit 1
), partners as materialized (
  select a.flow_id, p.partner, greatest(1, a.count / count(*) over (partition by a.flow_id)) as share
  from unnest($2::text[], $3::int[], $4::text[]) as a (flow_id, count, after)
  cross join lateral (
    with recursive leap (partner) as (
      select min(coalesce(partner, '')) from execution
      where owner is null and state in ('queued', 'waiting') and flow_id = a.flow_id
        and (a.after is null or coalesce(partner, '') > a.after)
      union all
      select (select min(coalesce(e.partner, '')) from execution e
              where e.owner is null and e.state in ('queued', 'waiting') and e.flow_id = a.flow_id
                and coalesce(e.partner, '') > leap.partner)
      from leap where leap.partner is not null
    )
    select partner from leap where partner is not null limit least(a.count, ${partnersAtOnce})
  ) p
), ready as materialized (
  select head.id
  from partners
  cross join lateral (
    select id from execution
    where owner is null and state in ('queued', 'waiting') and flow_id = partners.flow_id
      and coalesce(partner, '') = partners.partner and due_at <= now()
      and (handovers < 2 or id = (select id from suspect))
    order by due_at limit partners.share
    for update skip locked
  ) head
), leased as (
  update execution e set owner = fence.id, state = 'running'
  from ready, fence where e.id = ready.id
  returning e.id, e.owner, e.flow_id, e.flow_version, e.lane_key, e.partner, e.checkpoint, e.error, e.cancel_requested,
            e.expires_on, e.payload_expires_on, e.handovers
)
select partners.flow_id as flow_looked_at, partners.partner as partner_looked_at, leased.*
from partners left join leased on leased.flow_id = partners.flow_id and coalesce(leased.partner, '') = partners.partner
order by partners.flow_id, partners.partner`;

/**
 * Bodies up to a number of bytes, and always one: a backlog of large messages must not fill the memory at once. Of one
 * day, and without a name: the partition is chosen when the statement is planned, and no other is locked.
 */
const messagesSql = `
select m.execution_id, m.id, m.source_node, m.source_port, m.correlation_id, m.causation_id, m.content_type,
       m.headers, m.size, case when before < $4 then p.body end as body, before >= $4 as too_much
from (select *, sum(size::bigint) over (order by execution_id) - size as before
      from message where expires_on = $1 and execution_id = any($3::uuid[])) m
left join payload p on p.expires_on = $2 and p.id = m.execution_id`;

/** As they were: what is given back keeps its place. */
const giveBackSql = `
update execution set owner = null, state = 'queued' where id = any($1::uuid[]) and owner = $2`;

/** Bytes of message bodies that one lease brings, at most. */
const maxLeasedBytes = 64 * 1024 * 1024;

/** The partner of each flow that was looked at last: the next lease goes on after it. */
export type Turns = Map<string, string>;

interface LookRow {
  flow_looked_at: string;
  partner_looked_at: string;
}

interface LeasedRow extends LookRow {
  id: string;
  owner: number;
  flow_id: string;
  flow_version: number;
  lane_key: string | null;
  partner: string | null;
  checkpoint: Checkpoint | null;
  error: ExecutionError | null;
  cancel_requested: boolean;
  expires_on: string;
  payload_expires_on: string;
  handovers: number;
}

interface MessageRow {
  execution_id: string;
  id: string;
  source_node: string;
  source_port: string;
  correlation_id: string;
  causation_id: string | null;
  content_type: string;
  headers: Record<string, string>;
  size: number;
  body: Buffer | null;
  /** The body was left where it lies: too much for this lease. */
  too_much: boolean;
}

/** Takes executions that are due, whoever accepted them. */
export async function leaseExecutions(
  pool: Pool,
  epoch: Epoch,
  allowances: Allowance[],
  turns: Turns = new Map(),
  maxBytes = maxLeasedBytes,
): Promise<Leased> {
  const epochId = epoch.id;
  const rows = await claim(pool, epochId, allowances, turns);
  const leased: Leased = { executions: [], unreadable: [] };
  for (const row of rows.filter(isPoison)) leased.unreadable.push({ ...toLease(row), error: poisoned(row) });
  const harmless = rows.filter(row => !isPoison(row));
  if (harmless.length === 0) return leased;
  const messages = await readMessages(pool, harmless, maxBytes);
  const tooMuch = harmless.filter(row => messages.get(row.id)?.too_much);
  if (tooMuch.length > 0) await pool.query(giveBackSql, [tooMuch.map(row => row.id), epochId]);
  await Promise.all(
    harmless.map(async row => {
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

/** Pages of partners that are looked at when nothing on one is due. */
const pagesAtOnce = 4;

async function claim(pool: Pool, epochId: number, allowances: Allowance[], turns: Turns): Promise<LeasedRow[]> {
  let fromStart = !allowances.some(({ flowId }) => turns.has(flowId));
  for (let page = 0; page < pagesAtOnce; page++) {
    const leased = await claimPage(pool, epochId, allowances, turns);
    const atEnd = !allowances.some(({ flowId }) => turns.has(flowId));
    if (leased.length > 0 || (atEnd && fromStart)) return leased;
    fromStart ||= atEnd;
  }
  return [];
}

async function claimPage(pool: Pool, epochId: number, allowances: Allowance[], turns: Turns): Promise<LeasedRow[]> {
  const { rows } = await pool.query<LeasedRow | (LookRow & { id: null })>({
    name: 'lease',
    text: leaseSql,
    values: [
      epochId,
      allowances.map(allowance => allowance.flowId),
      allowances.map(allowance => allowance.count),
      allowances.map(allowance => turns.get(allowance.flowId) ?? null),
    ],
  });
  const looks = Map.groupBy(rows, row => row.flow_looked_at);
  for (const { flowId, count } of allowances) {
    const looked = [...new Set(looks.get(flowId)?.map(row => row.partner_looked_at))];
    const last = looked.at(-1);
    // Fewer than there was room for: that was the end, and the first ones have their turn again.
    if (last === undefined || looked.length < Math.min(count, partnersAtOnce)) turns.delete(flowId);
    else turns.set(flowId, last);
  }
  return rows.filter(row => row.id !== null);
}

/** By execution. */
async function readMessages(pool: Pool, leased: LeasedRow[], maxBytes: number): Promise<Map<string, MessageRow>> {
  const messages = new Map<string, MessageRow>();
  let left = maxBytes;
  for (const ofDay of Map.groupBy(leased, row => `${row.expires_on} ${row.payload_expires_on}`).values()) {
    const { rows } = await pool.query<MessageRow>(messagesSql, [
      ofDay[0]?.expires_on,
      ofDay[0]?.payload_expires_on,
      ofDay.map(row => row.id),
      left,
    ]);
    for (const row of rows) {
      messages.set(row.execution_id, row);
      left -= row.body?.length ?? 0;
    }
  }
  return messages;
}

function toLease(row: LeasedRow): Lease {
  return {
    id: row.id,
    owner: Number(row.owner),
    flowId: row.flow_id,
    flowVersion: row.flow_version,
    laneKey: row.lane_key,
    partner: row.partner,
    checkpoint: row.checkpoint ?? undefined,
  };
}

async function withInputs(
  pool: Pool,
  lease: Lease,
  row: LeasedRow,
  messages: ReadonlyMap<string, MessageRow>,
): Promise<LeasedExecution> {
  const found = messages.get(row.id);
  if (!found || (found.size > 0 && !found.body)) {
    throw new LineshaftError(
      'unexpected',
      `The ledger has the message of execution ${row.id} no more. Send the document again.`,
    );
  }
  const message: Message = {
    id: found.id,
    correlationId: found.correlation_id,
    causationId: found.causation_id ?? undefined,
    contentType: found.content_type,
    headers: found.headers,
    body: found.body ? Body.fromBytes(found.body) : Body.empty,
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
