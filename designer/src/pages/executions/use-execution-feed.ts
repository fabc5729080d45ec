import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef, useState } from 'react';
import { type ExecutionFilter, executionKeys, fetchExecutions } from '../../api/executions.ts';
import { appendOlder, type Arrival, type ExecutionFeed, takeNewest } from './execution-feed.ts';

const pageSize = 200;
/** Milliseconds between two looks at the newest executions. */
const liveEvery = 2000;

interface LiveFeed {
  feed: ExecutionFeed;
  /** What came while the rows may not move. */
  waiting: Pick<Arrival, 'newCount' | 'isMore'> | undefined;
}

const nothingYet: LiveFeed = { feed: { executions: [], nextCursor: null }, waiting: undefined };

interface FeedOptions {
  isLive: boolean;
  /** The rows may not move: what is new is counted, not shown. */
  isAway: boolean;
}

/** A list of executions that keeps itself up to date, and grows downwards page by page. */
export function useExecutionFeed(
  filter: () => ExecutionFilter,
  key: ExecutionFilter & { range?: string },
  options: FeedOptions,
) {
  const client = useQueryClient();
  const queryKey = executionKeys.feed(key);
  const isAway = useRef(options.isAway);
  isAway.current = options.isAway;
  const [isLoadingOlder, setLoadingOlder] = useState(false);

  const query = useQuery({
    queryKey,
    queryFn: async ({ signal }): Promise<LiveFeed> => {
      const page = await fetchExecutions(filter(), { limit: pageSize }, signal);
      const known = client.getQueryData<LiveFeed>(queryKey);
      if (known === undefined) return { feed: page, waiting: undefined };
      const { refreshed, withNew, newCount, isMore } = takeNewest(known.feed, page);
      const mayMove = !isAway.current || known.feed.executions.length === 0;
      return mayMove || newCount === 0
        ? { feed: mayMove ? withNew : refreshed, waiting: undefined }
        : { feed: refreshed, waiting: { newCount, isMore } };
    },
    refetchInterval: options.isLive ? liveEvery : false,
    refetchOnWindowFocus: options.isLive,
  });
  const { feed, waiting } = query.data ?? nothingYet;

  const loadOlder = useCallback(() => {
    if (isLoadingOlder || feed.nextCursor === null) return;
    setLoadingOlder(true);
    fetchExecutions(filter(), { limit: pageSize, cursor: feed.nextCursor })
      .then(page =>
        client.setQueryData<LiveFeed>(queryKey, known => known && { ...known, feed: appendOlder(known.feed, page) }),
      )
      .catch(() => client.invalidateQueries({ queryKey }))
      .finally(() => setLoadingOlder(false));
  }, [isLoadingOlder, feed.nextCursor, client, queryKey, filter]);

  return { ...feed, waiting, error: query.error, isPending: query.isPending, refetch: query.refetch, loadOlder };
}
