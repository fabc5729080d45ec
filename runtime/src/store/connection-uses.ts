import { type Kysely, sql } from 'kysely';
import type { Tables } from '../database/tables.ts';

/** A flow that names a connection. */
export interface ConnectionUse {
  flowId: string;
  /** In the current version. */
  published: boolean;
  draft: boolean;
}

/** The flows that name connections, by id of the connection. */
export async function connectionUses(db: Kysely<Tables>): Promise<Map<string, ConnectionUse[]>> {
  // As text, which is how a draft is kept that need not be valid. Ids need no escapes, so this is how they are written.
  const { rows } = await sql<{ connection: string; flow_id: string; published: boolean; draft: boolean }>`
    select connection, flow_id, bool_or(published) as published, bool_or(not published) as draft
    from (
      select found[1] as connection, id as flow_id, false as published
      from flow, regexp_matches(draft::text, '"connection":"([a-z0-9][a-z0-9-]*)"', 'g') found
      union all
      select found[1], flow.id, true
      from flow join flow_version on flow_id = flow.id and version = current_version,
        regexp_matches(definition::text, '"connection":"([a-z0-9][a-z0-9-]*)"', 'g') found
    ) named
    group by connection, flow_id order by flow_id`.execute(db);
  const uses = new Map<string, ConnectionUse[]>();
  for (const { connection, flow_id: flowId, published, draft } of rows) {
    uses.set(connection, [...(uses.get(connection) ?? []), { flowId, published, draft }]);
  }
  return uses;
}
