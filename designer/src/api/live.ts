import { apiRoutes, followEvents, type LiveExecutions, type LiveFlow } from '@lineshaft/api';
import { useEffect, useEffectEvent, useState } from 'react';
import { type ExecutionFilter, executionQuery } from './executions.ts';

/** What goes on in a flow, once a second; `isLost` while the connection is being made anew. */
export function useLiveFlow(flowId: string): { live: LiveFlow | undefined; isLost: boolean } {
  const [live, setLive] = useState<LiveFlow>();
  const [isLost, setLost] = useState(false);
  useEffect(() => {
    setLive(undefined);
    return followEvents(
      url => new EventSource(url),
      '',
      apiRoutes.live.followFlow,
      { params: { id: flowId } },
      { onValue: setLive, onConnected: connected => setLost(!connected) },
    );
  }, [flowId]);
  return { live, isLost };
}

/** The newest executions that a stream tells of at a time. */
export const liveExecutionsLimit = 100;

/**
 * Follows the newest executions of a filter, once a second, as long as `isLive`.
 * @param key changes when the filter does
 * @returns whether the stream is lost and being made anew
 */
export function useLiveExecutions(
  filter: () => ExecutionFilter,
  key: string,
  isLive: boolean,
  onEvent: (event: LiveExecutions) => void,
): boolean {
  const [isLost, setLost] = useState(false);
  const take = useEffectEvent(onEvent);
  const query = useEffectEvent(() => ({ ...executionQuery(filter()), limit: liveExecutionsLimit }));
  useEffect(() => {
    if (!isLive) return undefined;
    const end = followEvents(
      url => new EventSource(url),
      '',
      apiRoutes.live.followExecutions,
      { query: query() },
      { onValue: event => take(event), onConnected: connected => setLost(!connected) },
    );
    return () => {
      end();
      setLost(false);
    };
  }, [isLive, key]);
  return isLost;
}
