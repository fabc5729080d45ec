import { useNodesInitialized, useReactFlow } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import { type Layout, nodeHeight, nodeWidth } from './diagram-graph.ts';

/** How the whole flow is brought into sight. */
export const wholeInSight = { padding: 0.08, maxZoom: 1 };

/** Texts cannot be read below this. */
const readableZoom = 0.65;

/** At first the whole flow, or, where that would be too small to read, what is around the selected node; then follows it. */
export function useKeepInSight(selectedNode: string | undefined, places: Layout): void {
  const { fitView, getZoom, setCenter } = useReactFlow();
  const isReady = useNodesInitialized();
  const isWhole = useRef<boolean>(undefined);
  useEffect(() => {
    if (!isReady) return;
    const bring = async () => {
      if (isWhole.current === undefined) {
        await fitView(wholeInSight);
        isWhole.current = getZoom() >= readableZoom;
      }
      const place = selectedNode === undefined ? undefined : places[selectedNode];
      if (isWhole.current || !place) return;
      await setCenter(place.x + nodeWidth / 2, place.y + nodeHeight / 2, { zoom: Math.max(getZoom(), readableZoom) });
    };
    void bring();
  }, [isReady, selectedNode, places, fitView, getZoom, setCenter]);
}
