import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { type ExecutionFilter, executionKeys, fetchExecutions } from '../../api/executions.ts';
import { liveExecutionsLimit, useLiveExecutions } from '../../api/live.ts';
import { appendOlder, beginFeed, type ExecutionFeed, showWaiting, takeLive } from './execution-feed.ts';

const pageSize = 200;

const nothingYet: ExecutionFeed = { executions: [], nextCursor: null, waiting: [], isCut: false };

interface FeedOptions {
  isLive: boolean;
  /** The rows may not move: what is new is counted, not shown. */
  isReading: boolean;
}

/** A list of executions that keeps itself up to date, and grows downwards page by page. */
export function useExecutionFeed(
  filter: () => ExecutionFilter,
  key: ExecutionFilter & { range?: string },
  { isLive, isReading }: FeedOptions,
) {
  const client = useQueryClient();
  const queryKey = executionKeys.feed(key);
  const [isLoadingOlder, setLoadingOlder] = useState(false);
  const query = useQuery({
    queryKey,
    queryFn: async ({ signal }) => beginFeed(await fetchExecutions(filter(), { limit: pageSize }, signal)),
    refetchOnWindowFocus: false,
  });
  const feed = query.data ?? nothingYet;
  const change = (next: (known: ExecutionFeed) => ExecutionFeed) => {
    const changed = client.setQueryData<ExecutionFeed>(queryKey, known => known && next(known));
    return changed ?? nothingYet;
  };
  const beginAnew = () => void query.refetch();

  const isLost = useLiveExecutions(filter, JSON.stringify(key), isLive && query.isSuccess, event => {
    const { isCut } = change(known => takeLive(known, event, liveExecutionsLimit, isReading));
    if (isCut && !isReading) beginAnew();
  });

  const loadOlder = useCallback(() => {
    if (isLoadingOlder || feed.nextCursor === null) return;
    setLoadingOlder(true);
    fetchExecutions(filter(), { limit: pageSize, cursor: feed.nextCursor })
      .then(page => client.setQueryData<ExecutionFeed>(queryKey, known => known && appendOlder(known, page)))
      .catch(() => client.invalidateQueries({ queryKey }))
      .finally(() => setLoadingOlder(false));
  }, [isLoadingOlder, feed.nextCursor, client, queryKey, filter]);

  return {
    ...feed,
    isLost,
    error: query.error,
    isPending: query.isPending,
    refetch: beginAnew,
    loadOlder,
    /** Lets what waited come to the top. */
    showNew: () => (feed.isCut ? beginAnew() : void change(showWaiting)),
  };
}
