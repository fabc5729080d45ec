import { sql } from 'kysely';

export interface FlowOrder {
  /** Left out: by id. */
  sort?: keyof typeof sortText | undefined;
  /** Left out: ascending. */
  direction?: 'ascending' | 'descending' | undefined;
  /** `next` of the page before. */
  after?: string | undefined;
  limit: number;
}

/** Where a page ended, as it is written for who asks for the next one. */
interface Place {
  text: string;
  id: string;
}

export const writeAfter = (place: Place) => Buffer.from(JSON.stringify(place)).toString('base64url');

/** What is no place of ours, such as an id, stands before whatever comes after that id. */
export function readAfter(after: string): Place {
  try {
    const { text, id } = JSON.parse(Buffer.from(after, 'base64url').toString()) as Partial<Place>;
    if (typeof text === 'string' && typeof id === 'string') return { text, id };
  } catch {
    // A cursor of an earlier release, or somebody's own.
  }
  return { text: after, id: after };
}

/** What a field of the draft says, to be put in order; a draft that PostgreSQL cannot read, or that does not say it, by its id. */
const draftText = (field: 'name' | 'owner' | 'domain') =>
  sql<string>`lower(left(case when position('\\u' in draft::text) > 0 then flow.id
    else coalesce(nullif(draft ->> ${sql.lit(field)}, ''), flow.id) end, 80))`;

/** What flows are put in order by. */
export const sortText = {
  id: sql<string>`flow.id`,
  name: draftText('name'),
  owner: draftText('owner'),
  domain: draftText('domain'),
  updated: sql<string>`to_char(draft_saved_at at time zone 'utc', 'YYYYMMDDHH24MISS.US')`,
};
