import type { ExecutionError, ExecutionState } from '@lineshaft/flow';
import { type ExpressionBuilder, type Kysely, sql } from 'kysely';
import type { Tables } from '../database/tables.ts';
import { idTime, isId, lowestId } from './ids.ts';
import { findReprocessed, type Reprocessed } from './reprocessed.ts';

/** Every part that is given must fit. */
export interface ExecutionFilter {
  /** Of one of these flows. */
  flowIds?: readonly string[] | undefined;
  states?: readonly ExecutionState[] | undefined;
  /** A business key and its value. */
  key?: { name: string; value: string } | undefined;
  correlationId?: string | undefined;
  messageId?: string | undefined;
  /** The value of any business key, a correlation id, or the id of an execution or a message. */
  search?: string | undefined;
  /** Accepted at or after, and before. */
  from?: Date | undefined;
  to?: Date | undefined;
}

export interface ExecutionPage extends ExecutionFilter {
  /** Only executions older than this one: the last of the page before. */
  before?: string | undefined;
  limit: number;
}

export interface ExecutionSummary {
  id: string;
  flowId: string;
  flowVersion: number;
  state: ExecutionState;
  messageId: string;
  correlationId: string;
  /** Business keys; a key with several values has them all. */
  keys: Record<string, string[]>;
  orderingKey: string | null;
  acceptedAt: Date;
  endedAt: Date | null;
  dueAt: Date | null;
  error: ExecutionError | null;
  replayOf: string | null;
  /** Of one that was dead-lettered: what became of its message when it was reprocessed. */
  reprocessed: Reprocessed | null;
}

/** Newest first. */
export async function findExecutions(db: Kysely<Tables>, page: ExecutionPage): Promise<ExecutionSummary[]> {
  if (fitsNone(page)) return [];
  let query = matching(db, page).selectAll().orderBy('id', 'desc').limit(page.limit);
  if (page.before !== undefined) query = query.where('id', '<', page.before);
  return withKeys(db, await query.execute());
}

/** Up to `upTo`. */
export async function countExecutions(db: Kysely<Tables>, filter: ExecutionFilter, upTo: number): Promise<number> {
  if (fitsNone(filter)) return 0;
  const { count } = await db
    .selectFrom(matching(db, filter).select('id').limit(upTo).as('found'))
    .select(eb => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** What no row can have, the database would refuse to look for. */
function fitsNone({ flowIds, states, key, correlationId, messageId, search }: ExecutionFilter): boolean {
  const texts = [...(flowIds ?? []), key?.name, key?.value, correlationId, search];
  if (flowIds?.length === 0 || states?.length === 0 || texts.some(text => text?.includes('\u0000'))) return true;
  return messageId !== undefined && !isId(messageId);
}

function matching(db: Kysely<Tables>, filter: ExecutionFilter) {
  const { flowIds, states, from, to, key, messageId, correlationId, search } = filter;
  let query = db.selectFrom('execution');
  if (flowIds) query = query.where('flow_id', 'in', flowIds);
  if (states) query = query.where('state', 'in', states);
  if (from) query = query.where('id', '>=', lowestId(from.getTime()));
  if (to) query = query.where('id', '<', lowestId(to.getTime()));
  if (key) query = query.where('id', 'in', withBusinessKey(db, key.name, key.value));
  if (messageId !== undefined) query = query.where(ofMessage(messageId));
  if (correlationId !== undefined) {
    const named = withBusinessKey(db, 'correlationId', correlationId);
    // The message that began the conversation may have given it its own id.
    const begun = db.selectFrom('execution').select('id as execution_id').where(ofMessage(correlationId));
    query = query.where('id', 'in', isId(correlationId) ? named.union(begun) : named);
  }
  if (search !== undefined) query = query.where('id', 'in', withValue(db, search));
  return query;
}

export async function findExecution(db: Kysely<Tables>, id: string): Promise<ExecutionSummary | undefined> {
  const [found] = await withKeys(db, await db.selectFrom('execution').selectAll().where('id', '=', id).execute());
  return found;
}

function withBusinessKey(db: Kysely<Tables>, name: string, value: string) {
  return db.selectFrom('business_key').select('execution_id').where('name', '=', name).where('value', '=', value);
}

/** Executions that a value leads to, whatever it is the value of. */
function withValue(db: Kysely<Tables>, value: string) {
  // Of names there are few and of values many: name by name the index serves that has the name before the value.
  const underAnyName = db
    .selectFrom(
      sql<{ execution_id: string }>`(
        with recursive key_name (name) as (
          select min(name) from business_key
          union all
          select (select min(next.name) from business_key next where next.name > key_name.name) from key_name where name is not null
        )
        select business_key.execution_id from key_name join business_key using (name) where business_key.value = ${value}
      )`.as('named'),
    )
    .select('named.execution_id');
  if (!isId(value)) return underAnyName;
  return underAnyName
    .union(db.selectFrom('execution').select('id as execution_id').where('id', '=', value))
    .union(db.selectFrom('execution').select('id as execution_id').where(ofMessage(value)));
}

/**
 * The executions of a message. Its first one was made within the same moment, so its id lies close by and no index on the
 * message is needed; replays have one.
 */
function ofMessage(messageId: string) {
  const madeAt = idTime(messageId);
  return (eb: ExpressionBuilder<Tables, 'execution'>) =>
    eb.and([
      eb('message_id', '=', messageId),
      eb.or([
        eb('replay_of', 'is not', null),
        eb.and([eb('id', '>=', lowestId(madeAt - 60_000)), eb('id', '<', lowestId(madeAt + 60_000))]),
      ]),
    ]);
}

interface ExecutionRow {
  id: string;
  flow_id: string;
  flow_version: number;
  state: ExecutionState;
  message_id: string;
  correlation_id: string;
  lane_key: string | null;
  accepted_at: Date;
  ended_at: Date | null;
  due_at: Date;
  error: ExecutionError | null;
  replay_of: string | null;
}

async function withKeys(db: Kysely<Tables>, rows: ExecutionRow[]): Promise<ExecutionSummary[]> {
  if (rows.length === 0) return [];
  const ids = rows.map(row => row.id);
  const keys = await db
    .selectFrom('business_key')
    .selectAll()
    .where('execution_id', 'in', ids)
    .where('name', '<>', 'correlationId')
    .orderBy('name')
    .orderBy('value')
    .execute();
  const reprocessed = await findReprocessed(
    db,
    rows.filter(row => row.state === 'dead-lettered'),
  );
  const byExecution = Map.groupBy(keys, key => key.execution_id);
  return rows.map(row => ({
    id: row.id,
    flowId: row.flow_id,
    flowVersion: row.flow_version,
    state: row.state,
    messageId: row.message_id,
    correlationId: row.correlation_id,
    keys: valuesByName(byExecution.get(row.id) ?? []),
    orderingKey: row.lane_key,
    acceptedAt: row.accepted_at,
    endedAt: row.ended_at,
    // A delivery that is held has no time: the database says infinity.
    dueAt: row.state === 'waiting' && row.due_at instanceof Date ? row.due_at : null,
    error: row.error,
    replayOf: row.replay_of,
    reprocessed: reprocessed.get(row.id) ?? null,
  }));
}

function valuesByName(keys: readonly { name: string; value: string }[]): Record<string, string[]> {
  const values = Map.groupBy(keys, key => key.name);
  return Object.fromEntries([...values].map(([name, found]) => [name, found.map(({ value }) => value)]));
}
