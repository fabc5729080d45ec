import type { PinnedOutput } from '@lineshaft/api';
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Tables } from '../database/tables.ts';

/** A message that is kept to try a flow with. */
export interface StoredSample {
  id: string;
  name: string;
  contentType: string;
  headers: Record<string, string>;
  body: Buffer;
  createdFrom: string | null;
  updatedAt: Date;
}

export type SampleContent = Pick<StoredSample, 'name' | 'contentType' | 'headers' | 'body'>;

/** What a node of a flow sends out when the flow is tried. */
export interface StoredPin {
  nodeId: string;
  outputs: PinnedOutput[];
  updatedAt: Date;
}

/** Samples and pins, by flow. */
export class Samples {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  /** In order of name, sizes instead of bodies. */
  async list(flowId: string): Promise<(Omit<StoredSample, 'headers' | 'body'> & { size: number })[]> {
    const rows = await this.#db
      .selectFrom('sample')
      .select(['id', 'name', 'content_type', 'created_from', 'updated_at'])
      .select(sql<number>`octet_length(body)`.as('size'))
      .where('flow_id', '=', flowId)
      .orderBy('name')
      .orderBy('id')
      .execute();
    return rows.map(row => ({
      id: row.id,
      name: row.name,
      contentType: row.content_type,
      size: row.size,
      createdFrom: row.created_from,
      updatedAt: row.updated_at,
    }));
  }

  async find(flowId: string, id: string): Promise<StoredSample | undefined> {
    const row = await this.#db
      .selectFrom('sample')
      .selectAll()
      .where('flow_id', '=', flowId)
      .where('id', '=', id)
      .executeTakeFirst();
    return (
      row && {
        id: row.id,
        name: row.name,
        contentType: row.content_type,
        headers: row.headers,
        body: row.body,
        createdFrom: row.created_from,
        updatedAt: row.updated_at,
      }
    );
  }

  async add(flowId: string, id: string, content: SampleContent, createdFrom: string | null): Promise<void> {
    await this.#db
      .insertInto('sample')
      .values({ id, flow_id: flowId, created_from: createdFrom, ...columnsOf(content) })
      .execute();
  }

  /** False when there is no such sample. */
  async replace(flowId: string, id: string, content: SampleContent): Promise<boolean> {
    const result = await this.#db
      .updateTable('sample')
      .set({ ...columnsOf(content), updated_at: sql`now()` })
      .where('flow_id', '=', flowId)
      .where('id', '=', id)
      .executeTakeFirst();
    return result.numUpdatedRows > 0n;
  }

  /** False when there is no such sample. */
  async remove(flowId: string, id: string): Promise<boolean> {
    const result = await this.#db
      .deleteFrom('sample')
      .where('flow_id', '=', flowId)
      .where('id', '=', id)
      .executeTakeFirst();
    return result.numDeletedRows > 0n;
  }

  async pins(flowId: string): Promise<StoredPin[]> {
    const rows = await this.#db
      .selectFrom('pin')
      .select(['node_id', 'outputs', 'updated_at'])
      .where('flow_id', '=', flowId)
      .orderBy('node_id')
      .execute();
    return rows.map(row => ({ nodeId: row.node_id, outputs: row.outputs, updatedAt: row.updated_at }));
  }

  async pin(flowId: string, nodeId: string, outputs: readonly PinnedOutput[]): Promise<StoredPin> {
    const text = JSON.stringify(outputs);
    const row = await this.#db
      .insertInto('pin')
      .values({ flow_id: flowId, node_id: nodeId, outputs: text })
      .onConflict(conflict =>
        conflict.columns(['flow_id', 'node_id']).doUpdateSet({ outputs: text, updated_at: sql`now()` }),
      )
      .returning(['outputs', 'updated_at'])
      .executeTakeFirstOrThrow();
    return { nodeId, outputs: row.outputs, updatedAt: row.updated_at };
  }

  /** False when the node was not pinned. */
  async unpin(flowId: string, nodeId: string): Promise<boolean> {
    const result = await this.#db
      .deleteFrom('pin')
      .where('flow_id', '=', flowId)
      .where('node_id', '=', nodeId)
      .executeTakeFirst();
    return result.numDeletedRows > 0n;
  }
}

function columnsOf({ name, contentType, headers, body }: SampleContent) {
  return { name, content_type: contentType, headers: JSON.stringify(headers), body };
}
