import {
  Body,
  type Change,
  type Emitted,
  type Held,
  type HeldMessage,
  LineshaftError,
  type Message,
  type OutputRecord,
  type Released,
} from '@lineshaft/flow';
import type { Pool, PoolClient } from 'pg';
import { acceptBatch } from './accept.ts';
import { type Epoch, Fenced } from './epoch.ts';
import { bodyOffset, outputsOf } from './output-records.ts';
import type { Retentions } from './retentions.ts';
import { acceptancesOf, type ReleasingNode } from './release.ts';
import { inTransaction } from './transaction.ts';

/** A key of a stateful node. */
export interface StateKey {
  flowId: string;
  flowVersion: number;
  nodeId: string;
  key: string;
}

/** A run that changes a state, under its lease. */
export interface ChangingRun {
  executionId: string;
  owner: number;
  run: number;
  /** Its input. */
  message: Message;
}

export interface Changed {
  emitted: Emitted[];
  /** How many executions were begun. */
  released: number;
}

/** A run marks what it does once: who finds the mark there was here before. */
const markSql = `
with fence as materialized (
  select id from worker where id = $1 and ended_at is null for key share
), lease as (
  select e.id from execution e, fence where e.id = $2 and e.owner = fence.id
), marked as (
  insert into node_effect (execution_id, run, outputs, output) select id, $3, '[]', '' from lease
  on conflict do nothing returning run
)
select (select count(*) from lease)::int as leased, (select count(*) from marked)::int as marked`;

/** The row of a key is there before it is locked, so that two who come first wait for each other. */
const openKeySql = `
insert into node_state (flow_id, node_id, key, flow_version, state) values ($1, $2, $3, $4, 'null') on conflict do nothing`;

const lockKeySql = `
select state, extract(epoch from clock_timestamp()) * 1000 as now_ms
from node_state where flow_id = $1 and node_id = $2 and key = $3 for update`;

/**
 * Changes what is kept under a key, and begins what the change releases, in one commit. A run that did it before gets what
 * it emitted then.
 * @throws Fenced when the process was taken for dead or the lease is gone; then nothing was written
 */
export function changeState(
  pool: Pool,
  epoch: Epoch,
  retentions: Retentions,
  key: StateKey,
  run: ChangingRun,
  change: (held: Held<never>) => Change<unknown> | Promise<Change<unknown>>,
): Promise<Changed> {
  return inTransaction(pool, async client => {
    const { rows } = await client.query<{ leased: number; marked: number }>({
      name: 'mark-effect',
      text: markSql,
      values: [run.owner, run.executionId, run.run],
    });
    if (!rows[0]?.leased) throw new Fenced(run.owner);
    if (!rows[0].marked) return { emitted: await readEffect(client, run), released: 0 };

    const changed = await change(await holdKey(client, key));
    const emitted = changed.emitted ?? [];
    await recordEffect(client, run, emitted);
    await applyChange(client, { epochId: epoch.id, retentions }, key, changed, run);
    return { emitted, released: changed.released?.length ?? 0 };
  });
}

/**
 * Takes one key whose time has come and applies what its node makes of it.
 * @param onFailure hears why a key was left as it was; it is looked at again in a minute
 * @returns undefined when no key is due
 */
export function expireNext(
  pool: Pool,
  epoch: Epoch,
  retentions: Retentions,
  expire: (key: StateKey, held: Held<never>) => Promise<Change<unknown>>,
  onFailure: (key: StateKey, error: unknown) => void,
): Promise<{ released: number } | undefined> {
  return inTransaction(pool, async client => {
    const { rows } = await client.query<{ flow_id: string; node_id: string; key: string; flow_version: number }>(
      `select flow_id, node_id, key, flow_version from node_state, (select 1 from worker where id = $1 and ended_at is null for key share) fence
       where expires_at <= now() order by expires_at limit 1 for update of node_state skip locked`,
      [epoch.id],
    );
    const [row] = rows;
    if (!row) return undefined;
    const key = { flowId: row.flow_id, flowVersion: row.flow_version, nodeId: row.node_id, key: row.key };
    let changed: Change<unknown>;
    try {
      changed = await expire(key, await holdKey(client, key));
    } catch (error) {
      onFailure(key, error);
      await client.query(
        `update node_state set expires_at = now() + interval '1 minute' where flow_id = $1 and node_id = $2 and key = $3`,
        [key.flowId, key.nodeId, key.key],
      );
      return { released: 0 };
    }
    await applyChange(client, { epochId: epoch.id, retentions }, key, changed, undefined);
    return { released: changed.released?.length ?? 0 };
  });
}

/** Marks of executions that have ended: nobody tries their runs again. @returns how many were dropped */
export async function pruneEffects(pool: Pool): Promise<number> {
  const { rowCount } = await pool.query(
    `delete from node_effect using execution e where e.id = node_effect.execution_id and e.ended_at < now() - interval '1 minute'`,
  );
  return rowCount ?? 0;
}

async function holdKey(client: PoolClient, { flowId, nodeId, key, flowVersion }: StateKey): Promise<Held<never>> {
  await client.query({ name: 'open-key', text: openKeySql, values: [flowId, nodeId, key, flowVersion] });
  const { rows } = await client.query<{ state: unknown; now_ms: number }>({
    name: 'lock-key',
    text: lockKeySql,
    values: [flowId, nodeId, key],
  });
  const [row] = rows;
  if (!row) throw new LineshaftError('unavailable', `The state of node ${nodeId} was taken away while it was opened.`);
  return {
    state: (row.state ?? undefined) as never,
    now: Number(row.now_ms),
    messages: () => readHeld(client, flowId, nodeId, key),
  };
}

async function applyChange(
  client: PoolClient,
  accepting: Accepting,
  { flowId, flowVersion, nodeId, key }: StateKey,
  changed: Change<unknown>,
  run: ChangingRun | undefined,
): Promise<void> {
  const place = [flowId, nodeId, key];
  if (changed.released?.length)
    await beginReleased(client, accepting, { flowId, flowVersion, nodeId }, changed.released);
  if (changed.state === undefined) {
    await client.query(`delete from held_message where flow_id = $1 and node_id = $2 and key = $3`, place);
    await client.query(`delete from node_state where flow_id = $1 and node_id = $2 and key = $3`, place);
    return;
  }
  if (changed.dropThrough !== undefined) {
    await client.query(`delete from held_message where flow_id = $1 and node_id = $2 and key = $3 and sequence <= $4`, [
      ...place,
      changed.dropThrough,
    ]);
  }
  if (changed.hold && run) await holdMessage(client, place, changed.hold.sequence, run);
  await client.query({
    name: 'keep-state',
    text: `update node_state set state = $4, flow_version = $5, expires_at = to_timestamp($6::float8 / 1000)
           where flow_id = $1 and node_id = $2 and key = $3`,
    values: [...place, JSON.stringify(changed.state), flowVersion, changed.expiresAt ?? null],
  });
}

/** What executions are begun with. */
interface Accepting {
  epochId: number;
  retentions: Retentions;
}

async function beginReleased(
  client: PoolClient,
  { epochId, retentions }: Accepting,
  node: ReleasingNode,
  released: readonly Released[],
): Promise<void> {
  const acceptances = await acceptancesOf(client, node, released);
  const accepted = await acceptBatch(client, { id: epochId }, acceptances, retentions);
  if (accepted.some(({ kind }) => kind !== 'accepted')) throw new Fenced(epochId);
}

async function holdMessage(client: PoolClient, place: string[], sequence: number, run: ChangingRun): Promise<void> {
  const { message } = run;
  await client.query({
    name: 'hold-message',
    text: `insert into held_message (flow_id, node_id, key, sequence, execution_id, run, message_id, correlation_id, causation_id, content_type, headers, body)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    values: [
      ...place,
      sequence,
      run.executionId,
      run.run,
      message.id,
      message.correlationId,
      message.causationId ?? null,
      message.contentType,
      JSON.stringify(message.headers),
      message.body.bytes(),
    ],
  });
}

async function readHeld(client: PoolClient, flowId: string, nodeId: string, key: string): Promise<HeldMessage[]> {
  const { rows } = await client.query<{
    sequence: number;
    execution_id: string;
    message_id: string;
    correlation_id: string;
    causation_id: string | null;
    content_type: string;
    headers: Record<string, string>;
    body: Buffer;
  }>({
    name: 'held-messages',
    text: `select sequence, execution_id, message_id, correlation_id, causation_id, content_type, headers, body from held_message
           where flow_id = $1 and node_id = $2 and key = $3 order by sequence, execution_id, run`,
    values: [flowId, nodeId, key],
  });
  return rows.map(row => ({
    sequence: row.sequence,
    executionId: row.execution_id,
    id: row.message_id,
    correlationId: row.correlation_id,
    causationId: row.causation_id ?? undefined,
    contentType: row.content_type,
    headers: row.headers,
    body: Body.fromBytes(row.body),
  }));
}

async function recordEffect(client: PoolClient, run: ChangingRun, emitted: readonly Emitted[]): Promise<void> {
  if (emitted.length === 0) return;
  const { records, body } = outputsOf(emitted, run.message.body);
  await client.query({
    name: 'record-effect',
    text: `update node_effect set outputs = $3, output = $4 where execution_id = $1 and run = $2`,
    values: [run.executionId, run.run, JSON.stringify(records), body.bytes()],
  });
}

async function readEffect(client: PoolClient, { executionId, run, message }: ChangingRun): Promise<Emitted[]> {
  const { rows } = await client.query<{ outputs: OutputRecord[]; output: Buffer }>(
    `select outputs, output from node_effect where execution_id = $1 and run = $2`,
    [executionId, run],
  );
  const [row] = rows;
  return (row?.outputs ?? []).map(({ size, ...record }, item) => {
    const offset = bodyOffset(row?.outputs ?? [], item);
    const body =
      size === null ? message.body : Body.fromBytes(row?.output.subarray(offset, offset + size) ?? Buffer.alloc(0));
    return { ...record, body };
  });
}
