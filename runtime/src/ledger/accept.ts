import { createHash } from 'node:crypto';
import { LineshaftError, type Message } from '@lineshaft/flow';
import type { Pool, PoolClient } from 'pg';
import { type Epoch, Fenced } from './epoch.ts';
import { packBodies } from './pack-bodies.ts';
import type { Retentions } from './retentions.ts';

/** A message on its way into the ledger. */
export interface Acceptance {
  executionId: string;
  flowId: string;
  flowVersion: number;
  sourceNode: string;
  /** The port of `sourceNode` that the message comes from. Left out: `out`. */
  sourcePort?: string;
  message: Message;
  idempotencyKey?: string;
  /** Set when the key came in a header: then the same key with another body is refused. */
  idempotencyKeyGuardsBody: boolean;
  businessKeys: readonly (readonly [name: string, value: string])[];
  orderingKey?: string;
  /** Whom the message is exchanged with. */
  partner?: string;
  /** This process has a free slot: the execution is leased to it in the same statement. */
  leased: boolean;
}

export type Accepted =
  /** `owner` is the epoch that holds the lease when the state is `running`. */
  | { kind: 'accepted'; state: 'running' | 'queued' | 'blocked'; owner: number }
  | { kind: 'duplicate'; messageId: string; executionId: string; correlationId: string }
  /** The sender used an idempotency key again for another body. */
  | { kind: 'key-reused' };

/** Nothing was written for a duplicate, and the receipt of its first message could not be read. */
export interface Unanswered {
  kind: 'unanswered';
  error: unknown;
}

/** How long a second message with the same idempotency key is recognised. */
const receiptDays = 30;

/**
 * Everything about a batch of messages, in one statement and so in one commit: receipts, messages, payloads, business keys,
 * lanes, executions. What a key has already let in is left out of the rest.
 *
 * - Lanes hand out sequence numbers while the row is locked, so numbers follow the order of the commits.
 * - Keys are inserted in sorted order, so that two processes cannot wait for each other.
 * - Bodies come as one binary value that is cut up here, which costs neither a text form nor a parameter each.
 */
const acceptSql = `
with fence as materialized (
  select id from worker where id = $1 and ended_at is null for key share
), incoming as materialized (
  select i.*, utc_day(now() + i.payload_ms * interval '1 millisecond') as payload_expires_on,
         utc_day(now() + i.metadata_ms * interval '1 millisecond') as expires_on
  from unnest($2::uuid[], $3::uuid[], $4::text[], $5::int[], $6::text[], $7::text[], $8::text[], $9::text[],
              $10::text[], $11::text[], $12::text[], $13::bool[], $14::int[], $15::int[], $20::text[], $21::text[],
              $22::text[], $23::float8[], $24::float8[])
    with ordinality as i (execution_id, message_id, flow_id, flow_version, source_node, correlation_id, content_type, headers,
                          idempotency_key, body_hash, lane_key, leased, body_from, body_length, source_port, causation_id,
                          partner, payload_ms, metadata_ms, ord)
), first_seen as (
  insert into receipt (scope, key, message_id, execution_id, correlation_id, body_hash, expires_at)
  select flow_id, idempotency_key, message_id, execution_id, i.correlation_id, decode(i.body_hash, 'hex'),
         now() + interval '${receiptDays} days'
  from incoming i, fence where idempotency_key is not null
  order by flow_id, idempotency_key, ord
  on conflict (scope, key) do nothing
  returning execution_id
), admitted as materialized (
  select i.* from incoming i, fence
  where i.idempotency_key is null or i.execution_id in (select execution_id from first_seen)
), lanes as (
  insert into lane (flow_id, key, last_seq, open)
  select flow_id, lane_key, count(*), count(*) from admitted where lane_key is not null
  group by flow_id, lane_key order by flow_id, lane_key
  on conflict (flow_id, key) do update set last_seq = lane.last_seq + excluded.last_seq, open = lane.open + excluded.open
  returning flow_id, key, last_seq, open
), placed as (
  select a.*, l.last_seq + p.place - p.total as lane_seq, coalesce(l.open + p.place - p.total, 1) as lane_place
  from (select execution_id, row_number() over w as place, count(*) over (partition by flow_id, lane_key) as total
        from admitted window w as (partition by flow_id, lane_key order by ord)) p
  join admitted a using (execution_id)
  left join lanes l on l.flow_id = a.flow_id and l.key = a.lane_key
), messages as (
  insert into message (execution_id, expires_on, id, flow_id, source_node, source_port, correlation_id, causation_id,
                       content_type, headers, size)
  select execution_id, expires_on, message_id, flow_id, source_node, source_port, correlation_id, causation_id,
         content_type, headers::json, body_length
  from admitted
), payloads as (
  insert into payload (expires_on, id, body)
  select payload_expires_on, execution_id, substring($16::bytea from body_from for body_length)
  from admitted where body_length > 0
), keys as (
  insert into business_key (name, value, execution_id)
  select k.name, k.value, k.execution_id
  from unnest($17::uuid[], $18::text[], $19::text[]) as k (execution_id, name, value) join admitted using (execution_id)
)
insert into execution (id, flow_id, flow_version, message_id, correlation_id, state, owner, lane_key, lane_seq, partner,
                       expires_on, payload_expires_on)
select execution_id, flow_id, flow_version, message_id, correlation_id,
       case when lane_place > 1 then 'blocked' when leased then 'running' else 'queued' end,
       case when lane_place = 1 and leased then $1 end,
       lane_key, lane_seq, partner, expires_on, payload_expires_on
from placed
returning id, state`;

/** A fresh snapshot: the insert that skipped a key could not see the receipt that another process was just writing. */
const receiptsSql = `
select i.ord, r.message_id, r.execution_id, r.correlation_id, r.body_hash is null or i.body_hash is null or r.body_hash = decode(i.body_hash, 'hex') as same_body
from unnest($1::text[], $2::text[], $3::text[]) with ordinality as i (scope, key, body_hash, ord)
join receipt r on r.scope = i.scope and r.key = i.key`;

/** Commits a batch. @throws Fenced when this process was taken for dead; then nothing was written. */
export async function acceptBatch(
  pool: Pool | PoolClient,
  epoch: Pick<Epoch, 'id'>,
  batch: Acceptance[],
  retentions: Retentions,
): Promise<(Accepted | Unanswered)[]> {
  const epochId = epoch.id;
  const bodies = packBodies(batch.map(item => item.message.body));
  const hashes = batch.map(item =>
    item.idempotencyKey !== undefined && item.idempotencyKeyGuardsBody ? sha256(item.message.body.bytes()) : null,
  );
  const keys = batch.flatMap(item =>
    item.businessKeys.map(([name, value]) => [item.executionId, name, value] as const),
  );
  const { rows } = await pool.query<{ id: string; state: 'running' | 'queued' | 'blocked' }>({
    name: 'accept',
    text: acceptSql,
    values: [
      epochId,
      batch.map(item => item.executionId),
      batch.map(item => item.message.id),
      batch.map(item => item.flowId),
      batch.map(item => item.flowVersion),
      batch.map(item => item.sourceNode),
      batch.map(item => item.message.correlationId),
      batch.map(item => item.message.contentType),
      batch.map(item => JSON.stringify(item.message.headers)),
      batch.map(item => item.idempotencyKey ?? null),
      hashes,
      batch.map(item => item.orderingKey ?? null),
      batch.map(item => item.leased),
      bodies.from,
      bodies.length,
      bodies.bytes,
      keys.map(key => key[0]),
      keys.map(key => key[1]),
      keys.map(key => key[2]),
      batch.map(item => item.sourcePort ?? 'out'),
      batch.map(item => item.message.causationId ?? null),
      batch.map(item => item.partner ?? null),
      batch.map(item => retentions.of(item.flowId).payloadsMs),
      batch.map(item => retentions.of(item.flowId).metadataMs),
    ],
  });

  const states = new Map(rows.map(row => [row.id, row.state]));
  const skipped = batch.filter(item => !states.has(item.executionId));
  const answers = skipped.length === 0 ? undefined : await answerSkipped(pool, epochId, skipped, states.size > 0);
  return batch.map(item => {
    const state = states.get(item.executionId);
    return state ? { kind: 'accepted', state, owner: epochId } : (answers?.get(item.executionId) as Accepted);
  });
}

/** What was written stays accepted, whatever becomes of the duplicates beside it. */
async function answerSkipped(
  pool: Pool | PoolClient,
  epochId: number,
  skipped: Acceptance[],
  othersAccepted: boolean,
): Promise<Map<string, Accepted | Unanswered>> {
  const unanswered = (error: unknown): Unanswered => ({ kind: 'unanswered', error });
  try {
    const answers = new Map<string, Accepted | Unanswered>(await findReceipts(pool, skipped));
    for (const { executionId } of skipped) {
      if (answers.has(executionId)) continue;
      if (!othersAccepted) throw new Fenced(epochId);
      answers.set(
        executionId,
        unanswered(
          new LineshaftError(
            'unavailable',
            'The message was not accepted: the receipt of its idempotency key was just about to expire. Send it again.',
          ),
        ),
      );
    }
    return answers;
  } catch (error) {
    if (!othersAccepted) throw error;
    return new Map(skipped.map(item => [item.executionId, unanswered(error)]));
  }
}

async function findReceipts(pool: Pool | PoolClient, skipped: Acceptance[]): Promise<Map<string, Accepted>> {
  const keyed = skipped.filter(item => item.idempotencyKey !== undefined);
  const { rows } = await pool.query<{
    ord: number;
    message_id: string;
    execution_id: string;
    correlation_id: string;
    same_body: boolean;
  }>({
    name: 'receipts',
    text: receiptsSql,
    values: [
      keyed.map(item => item.flowId),
      keyed.map(item => item.idempotencyKey),
      keyed.map(item => (item.idempotencyKeyGuardsBody ? sha256(item.message.body.bytes()) : null)),
    ],
  });
  const found = new Map<string, Accepted>();
  for (const row of rows) {
    const item = keyed[Number(row.ord) - 1];
    if (!item) continue;
    found.set(
      item.executionId,
      row.same_body
        ? {
            kind: 'duplicate',
            messageId: row.message_id,
            executionId: row.execution_id,
            correlationId: row.correlation_id,
          }
        : { kind: 'key-reused' },
    );
  }
  return found;
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
