import type { ExecutionSummary } from '@lineshaft/api';
import type { ExecutionPage } from '../../api/executions.ts';

/** The executions that a list shows, newest first, and where the older ones go on. */
export interface ExecutionFeed {
  executions: ExecutionSummary[];
  nextCursor: string | null;
}

/** What a look at the newest executions brought. */
export interface Arrival {
  /** The feed with what is known now of the executions it showed. */
  refreshed: ExecutionFeed;
  /** The feed with the new ones on top. */
  withNew: ExecutionFeed;
  newCount: number;
  /** More came than the look could see, so `newCount` is the least there are. */
  isMore: boolean;
}

/**
 * Brings a feed up to date with its newest page. Ids grow with time. Within the reach of the page the page is right: what
 * it lacks no longer fits the filter. When more came than a page holds, `withNew` begins anew from it, without a hole.
 */
export function takeNewest(feed: ExecutionFeed, page: ExecutionPage): Arrival {
  const newestKnown = feed.executions[0]?.id ?? '';
  const oldestSeen = page.nextCursor === null ? '' : (page.executions.at(-1)?.id ?? '');
  const fresh = page.executions.filter(({ id }) => id > newestKnown);
  const isMore = newestKnown !== '' && oldestSeen > newestKnown;
  const older = feed.executions.filter(({ id }) => id < oldestSeen);
  const nextCursor = older.length > 0 ? feed.nextCursor : page.nextCursor;
  const known = page.executions.filter(({ id }) => id <= newestKnown);
  const withNew: ExecutionFeed = isMore ? page : { executions: [...page.executions, ...older], nextCursor };
  const refreshed: ExecutionFeed = isMore ? feed : { executions: [...known, ...older], nextCursor };
  return { refreshed, withNew, newCount: fresh.length, isMore };
}

/** The feed with the page that its `nextCursor` led to. */
export function appendOlder(feed: ExecutionFeed, page: ExecutionPage): ExecutionFeed {
  const oldestKnown = feed.executions.at(-1)?.id ?? '';
  const older = oldestKnown === '' ? page.executions : page.executions.filter(({ id }) => id < oldestKnown);
  return { executions: [...feed.executions, ...older], nextCursor: page.nextCursor };
}
