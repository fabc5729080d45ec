import type { ExecutionSummary, LiveExecutions } from '@lineshaft/api';
import type { ExecutionPage } from '../../api/executions.ts';

/** The executions that a list shows, newest first, and where the older ones go on. */
export interface ExecutionFeed extends ExecutionPage {
  /** Newer ones that are held back while somebody reads, newest first. */
  waiting: readonly ExecutionSummary[];
  /** More came than were told of: there is a hole, and the list must begin anew. */
  isCut: boolean;
}

/** Beyond so many rows a list that grows by itself begins anew. */
const maxRows = 2000;

export function beginFeed(page: ExecutionPage): ExecutionFeed {
  return { ...page, waiting: [], isCut: false };
}

/**
 * Brings a feed up to date with what a stream tells. Rows that did not change are the same objects. While somebody reads,
 * no row moves: what is new waits, and what no longer fits stays.
 * @param limit as many as a stream tells of at a time
 */
export function takeLive(feed: ExecutionFeed, event: LiveExecutions, limit: number, isReading: boolean): ExecutionFeed {
  const told = new Map(event.executions.map(one => [one.id, one]));
  const newest = feed.waiting[0]?.id ?? feed.executions[0]?.id ?? '';
  const fresh = event.executions.filter(({ id }) => id > newest);
  const isCut = feed.isCut || event.skipped || (fresh.length >= limit && newest !== '');
  const gone = new Set(event.gone);
  const update = (rows: readonly ExecutionSummary[]) => {
    const isTouched = rows.some(({ id }) => told.has(id) || (gone.has(id) && !isReading));
    if (!isTouched) return rows as ExecutionSummary[];
    const kept = isReading ? rows : rows.filter(({ id }) => !gone.has(id));
    return kept.map(row => told.get(row.id) ?? row);
  };
  const waiting = [...fresh, ...update(feed.waiting)];
  const known = { ...feed, executions: update(feed.executions), isCut };
  return isReading ? { ...known, waiting } : showWaiting({ ...known, waiting });
}

/** The feed with what waited on top. One with a hole, or that has grown too long, must begin anew instead. */
export function showWaiting(feed: ExecutionFeed): ExecutionFeed {
  if (feed.isCut || feed.waiting.length === 0) return feed;
  const executions = [...feed.waiting, ...feed.executions];
  return { ...feed, executions, waiting: [], isCut: executions.length > maxRows };
}

/** The feed with the page that its `nextCursor` led to. */
export function appendOlder(feed: ExecutionFeed, page: ExecutionPage): ExecutionFeed {
  const oldestKnown = feed.executions.at(-1)?.id ?? '';
  const older = oldestKnown === '' ? page.executions : page.executions.filter(({ id }) => id < oldestKnown);
  return { ...feed, executions: [...feed.executions, ...older], nextCursor: page.nextCursor };
}
