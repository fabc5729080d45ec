import type { ExecutionState } from '@lineshaft/flow';
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../database/tables.ts';

/** What became of a message that was reprocessed after one of its executions. */
export interface Reprocessed {
  executionId: string;
  state: ExecutionState;
}

/**
 * True of a row of `execution` whose message went through in a later execution, so that it needs nobody any more. A replay
 * has the message of what it replays, however often that was done, and an index by it.
 */
export const wentThroughLater = `exists (
  select 1 from execution replay
  where replay.replay_of is not null and replay.message_id = execution.message_id
    and replay.state = 'succeeded' and replay.id > execution.id
)`;

/** By id of the execution: the later one that succeeded, else the latest. Left out: those that were never reprocessed. */
export async function findReprocessed(
  db: Kysely<Tables>,
  executions: readonly { id: string; message_id: string }[],
): Promise<Map<string, Reprocessed>> {
  if (executions.length === 0) return new Map();
  const replays = await db
    .selectFrom('execution')
    .select(['id as executionId', 'message_id', 'state'])
    .where('replay_of', 'is not', null)
    .where(
      'message_id',
      'in',
      executions.map(({ message_id }) => message_id),
    )
    .orderBy(sql`state = 'succeeded'`, 'desc')
    .orderBy('id', 'desc')
    .execute();
  return new Map(
    executions.flatMap(({ id, message_id }) => {
      const later = replays.find(replay => replay.message_id === message_id && replay.executionId > id);
      return later ? [[id, { executionId: later.executionId, state: later.state }] as const] : [];
    }),
  );
}
