import { createHash } from 'node:crypto';
import { type FlowDefinition, flowDefinitionSchema, type FlowVersionDefinition, versionContent } from '@lineshaft/flow';
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Tables } from '../database/tables.ts';
import { type FlowOrder, readAfter, sortText, writeAfter } from './flow-order.ts';

/** A flow as it is kept: its draft, and which version runs. */
export interface StoredFlow {
  id: string;
  /** As it was saved; need not be a valid definition. */
  draft: Record<string, unknown>;
  draftRevision: number;
  draftSavedAt: Date;
  enabled: boolean;
  currentVersion: number | null;
  /** Content hash of the version that runs. */
  currentHash: string | null;
}

export interface StoredVersion {
  version: number;
  note: string | null;
  publishedAt: Date;
}

/** What is looked for in drafts, which need not be valid. */
export interface FlowFilter {
  /** Part of id, name, owner, domain, or of a node type or connection that the draft names. */
  search?: string | undefined;
  nodeType?: string | undefined;
  connection?: string | undefined;
}

/** Somebody else saved the draft since. */
export class RevisionConflict extends Error {
  readonly currentRevision: number;
  constructor(currentRevision: number) {
    super(`The draft was saved by somebody else: it is at revision ${currentRevision} now.`);
    this.currentRevision = currentRevision;
  }
}

/** Flows: drafts, and the immutable versions that were published from them. */
export class Flows {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  /** A page of the flows that fit every filter that is given; `next` is the `after` of the page that follows. */
  async list(options: FlowFilter & FlowOrder): Promise<{ page: StoredFlow[]; next: string | undefined }> {
    const { search, nodeType, connection, after, limit } = options;
    const [direction, beyond] = options.direction === 'descending' ? (['desc', '<'] as const) : (['asc', '>'] as const);
    const sorted = sortText[options.sort ?? 'id'];
    let query = this.#select()
      .select(sorted.as('sorted'))
      .orderBy(sorted, direction)
      .orderBy('flow.id', direction)
      .limit(limit + 1);
    if (after !== undefined) {
      const { text, id } = readAfter(after);
      query = query.where(sql<boolean>`(${sorted}, flow.id) ${sql.raw(beyond)} (${text}, ${id})`);
    }
    if (search) query = query.where(draftHas(search));
    if (nodeType !== undefined) query = query.where(draftNames('type', nodeType));
    if (connection !== undefined) query = query.where(draftNames('connection', connection));
    const rows = await query.execute();
    const last = rows.length > limit ? rows[limit - 1] : undefined;
    return {
      page: rows.slice(0, limit).map(toStoredFlow),
      next: last && writeAfter({ text: last.sorted, id: last.id }),
    };
  }

  /** The flows whose draft names the business area. */
  async idsOfDomain(domain: string): Promise<string[]> {
    const written = `"domain":"${asWritten(domain)}"`;
    const rows = await this.#db
      .selectFrom('flow')
      .select('id')
      .where(
        sql<boolean>`case when position('\\u' in draft::text) > 0 then position(${written} in draft::text) > 0
          else draft ->> 'domain' = ${domain.replaceAll('\u0000', '')} end`,
      )
      .execute();
    return rows.map(row => row.id);
  }

  async find(id: string): Promise<StoredFlow | undefined> {
    const row = await this.#select().where('flow.id', '=', id).executeTakeFirst();
    return row && toStoredFlow(row);
  }

  /**
   * Saves a draft, valid or not.
   * @param expectedRevision the revision that the editor started from; left out: whatever is there is replaced
   * @returns the new revision
   * @throws RevisionConflict
   */
  async saveDraft(id: string, draft: object, expectedRevision?: number): Promise<number> {
    return this.#db.transaction().execute(async tx => {
      const revision = async () =>
        (await tx.selectFrom('flow').select('draft_revision').where('id', '=', id).forUpdate().executeTakeFirst())
          ?.draft_revision ?? 0;
      const current = await revision();
      if (expectedRevision !== undefined && expectedRevision !== current) throw new RevisionConflict(current);
      const text = JSON.stringify(draft);
      const saved = await tx
        .insertInto('flow')
        .values({ id, draft: text })
        .onConflict(conflict => {
          const replaced = conflict
            .column('id')
            .doUpdateSet({ draft: text, draft_revision: sql`flow.draft_revision + 1`, draft_saved_at: sql`now()` });
          // A flow that was not there could not be locked: somebody may have begun it meanwhile.
          return expectedRevision === undefined
            ? replaced
            : replaced.where('flow.draft_revision', '=', expectedRevision);
        })
        .returning('draft_revision')
        .executeTakeFirst();
      if (!saved) throw new RevisionConflict(await revision());
      return saved.draft_revision;
    });
  }

  /** Publishes a definition as the next version, and makes it the one that runs. Content that runs already gets no new version. */
  async publish(
    definition: FlowDefinition,
    note: string | undefined,
  ): Promise<{ version: number; publishedAt: Date; unchanged: boolean }> {
    const hash = contentHash(definition);
    const { layout: _layout, notes: _notes, ...content } = definition;
    return this.#db.transaction().execute(async tx => {
      const flow = await tx
        .selectFrom('flow')
        .select('current_version')
        .where('id', '=', definition.id)
        .forUpdate()
        .executeTakeFirstOrThrow();
      const current = await tx
        .selectFrom('flow_version')
        .select(['version', 'published_at'])
        .where('flow_id', '=', definition.id)
        .where('version', '=', flow.current_version ?? 0)
        .where('content_hash', '=', hash)
        .executeTakeFirst();
      if (current) return { version: current.version, publishedAt: current.published_at, unchanged: true };

      const inserted = await tx
        .insertInto('flow_version')
        .values(eb => ({
          flow_id: definition.id,
          version: eb
            .selectFrom('flow_version')
            .where('flow_id', '=', definition.id)
            // An earlier flow of this id counted before it.
            .select(
              sql<number>`coalesce(max(version), (select last_version from deleted_flow where id = ${definition.id}), 0) + 1`.as(
                'next',
              ),
            ),
          definition: JSON.stringify(content),
          content_hash: hash,
          note: note ?? null,
        }))
        .returning(['version', 'published_at'])
        .executeTakeFirstOrThrow();
      await tx.updateTable('flow').set({ current_version: inserted.version }).where('id', '=', definition.id).execute();
      return { version: inserted.version, publishedAt: inserted.published_at, unchanged: false };
    });
  }

  /** Newest first. */
  async versions(id: string): Promise<StoredVersion[]> {
    const rows = await this.#db
      .selectFrom('flow_version')
      .select(['version', 'note', 'published_at'])
      .where('flow_id', '=', id)
      .orderBy('version', 'desc')
      .execute();
    return rows.map(row => ({ version: row.version, note: row.note, publishedAt: row.published_at }));
  }

  async version(
    id: string,
    version: number,
  ): Promise<(StoredVersion & { definition: FlowVersionDefinition }) | undefined> {
    const row = await this.#db
      .selectFrom('flow_version')
      .select(['version', 'note', 'published_at', 'definition'])
      .where('flow_id', '=', id)
      .where('version', '=', version)
      .executeTakeFirst();
    return (
      row && {
        version: row.version,
        note: row.note,
        publishedAt: row.published_at,
        definition: row.definition as FlowVersionDefinition,
      }
    );
  }

  /** Makes an earlier (or later) version the one that runs. False when there is no such version. */
  async makeCurrent(id: string, version: number): Promise<boolean> {
    const result = await this.#db
      .updateTable('flow')
      .set({ current_version: version })
      .where('id', '=', id)
      .where(eb =>
        eb.exists(
          eb.selectFrom('flow_version').select('version').where('flow_id', '=', id).where('version', '=', version),
        ),
      )
      .executeTakeFirst();
    return result.numUpdatedRows > 0n;
  }

  async setEnabled(id: string, enabled: boolean): Promise<boolean> {
    const result = await this.#db.updateTable('flow').set({ enabled }).where('id', '=', id).executeTakeFirst();
    return result.numUpdatedRows > 0n;
  }

  /** Every published flow: which version runs, and whether it takes messages. */
  async deployed(): Promise<{ id: string; version: number; enabled: boolean }[]> {
    const rows = await this.#db
      .selectFrom('flow')
      .select(['id', 'current_version', 'enabled'])
      .where('current_version', 'is not', null)
      .orderBy('id')
      .execute();
    return rows.map(row => ({ id: row.id, version: row.current_version ?? 0, enabled: row.enabled }));
  }

  /** The definitions that run, or would if their flows were enabled. */
  async currentDefinitions(): Promise<FlowVersionDefinition[]> {
    const rows = await this.#db
      .selectFrom('flow')
      .innerJoin('flow_version', join =>
        join.onRef('flow_version.flow_id', '=', 'flow.id').onRef('flow_version.version', '=', 'flow.current_version'),
      )
      .select('definition')
      .orderBy('flow.id')
      .execute();
    return rows.map(row => row.definition as FlowVersionDefinition);
  }

  #select() {
    return this.#db
      .selectFrom('flow')
      .leftJoin('flow_version', join =>
        join.onRef('flow_version.flow_id', '=', 'flow.id').onRef('flow_version.version', '=', 'flow.current_version'),
      )
      .select(['id', 'draft', 'draft_revision', 'draft_saved_at', 'enabled', 'current_version', 'content_hash']);
  }
}

/** PostgreSQL cannot take out of JSON what its text cannot hold; a draft with such escapes is searched as a whole. */
function draftHas(search: string): RawBuilder<boolean> {
  const pattern = search.includes('\u0000') ? null : containing(search);
  const has = (name: string) => sql`draft ->> ${name} ilike ${pattern}`;
  return sql`(flow.id ilike ${pattern} or case
    when position('\\u' in draft::text) > 0 then draft::text ilike ${containing(asWritten(search))}
    else ${has('name')} or ${has('owner')} or ${has('domain')} or exists (
      select 1 from ${draftNodes} where node ->> 'type' ilike ${pattern} or node ->> 'connection' ilike ${pattern}
    ) end)`;
}

function draftNames(field: 'type' | 'connection', value: string): RawBuilder<boolean> {
  const written = `"${field}":"${asWritten(value)}"`;
  return sql`(case when position('\\u' in draft::text) > 0 or ${value.includes('\u0000')} then position(${written} in draft::text) > 0
    else exists (select 1 from ${draftNodes} where node ->> ${field} = ${value.replaceAll('\u0000', '')}) end)`;
}

const draftNodes = sql`json_array_elements(case when json_typeof(draft -> 'nodes') = 'array' then draft -> 'nodes' else '[]' end) node`;

/** As it stands in the text of a draft, without quotes. */
const asWritten = (text: string) => JSON.stringify(text).slice(1, -1);

/** A pattern for `ilike`. */
const containing = (text: string) => `%${text.replace(/[\\%_]/g, found => `\\${found}`)}%`;

/** SHA-256 of what makes a version, in hex: the canonical text without layout. */
function contentHash(definition: FlowDefinition): string {
  return createHash('sha256').update(versionContent(definition)).digest('hex');
}

/** Whether the draft says something else than the version that runs. A draft that is no valid definition does. */
export function draftDiffers(flow: StoredFlow): boolean {
  const parsed = flowDefinitionSchema.safeParse(flow.draft);
  return !parsed.success || contentHash(parsed.data) !== flow.currentHash;
}

function toStoredFlow(row: {
  id: string;
  draft: object;
  draft_revision: number;
  draft_saved_at: Date;
  enabled: boolean;
  current_version: number | null;
  content_hash: string | null;
}): StoredFlow {
  return {
    id: row.id,
    draft: row.draft as Record<string, unknown>,
    draftRevision: row.draft_revision,
    draftSavedAt: row.draft_saved_at,
    enabled: row.enabled,
    currentVersion: row.current_version,
    currentHash: row.content_hash,
  };
}
