import { apiRoutes, followEvents, type LiveFlow } from '@lineshaft/api';
import { useEffect, useState } from 'react';

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
