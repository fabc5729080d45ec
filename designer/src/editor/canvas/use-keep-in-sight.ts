import { clamp } from '@mantine/hooks';
import { useReactFlow, useStoreApi } from '@xyflow/react';
import { useCallback, useEffect, useRef } from 'react';
import type { DraftFlow } from '../draft-flow.ts';
import { placeOf } from './draw-flow.ts';
import { headHeight, nodeWidth, readableZoom } from './node-geometry.ts';

/** How the whole flow is brought into sight. */
const wholeInSight = { padding: 0.1, maxZoom: 1 };

const margin = 40;

/**
 * At first the whole flow, or, where that would be too small to read, what is around the chosen node; then follows it.
 * The answer is to be called when the canvas is there.
 */
export function useKeepInSight(flow: DraftFlow, chosen: string | undefined): () => void {
  const { fitView, getNodes, getNodesBounds, getZoom, setCenter } = useReactFlow();
  const canvas = useStoreApi();
  const isWhole = useRef<boolean>(undefined);
  const index = flow.nodes.findIndex(({ id }) => id === chosen);
  const { x, y } = chosen === undefined || index < 0 ? { x: undefined, y: undefined } : placeOf(flow, chosen, index);

  const bring = useCallback(() => {
    if (isWhole.current !== false || x === undefined || y === undefined) return;
    const zoom = Math.max(getZoom(), readableZoom);
    const whole = getNodesBounds(getNodes());
    const { width, height } = canvas.getState();
    void setCenter(
      middleOfSight(x + nodeWidth / 2, whole.x, whole.width, width / zoom),
      middleOfSight(y + headHeight / 2, whole.y, whole.height, height / zoom),
      { zoom },
    );
  }, [x, y, canvas, setCenter, getNodes, getNodesBounds, getZoom]);
  useEffect(bring, [bring]);

  return useCallback(() => {
    const open = async () => {
      await fitView(wholeInSight);
      isWhole.current = getZoom() >= readableZoom;
      bring();
    };
    void open();
  }, [fitView, getZoom, bring]);
}

/** As near to what is wanted as it can be without showing what is beyond the flow; all in the drawing's own pixels. */
function middleOfSight(wanted: number, from: number, size: number, room: number): number {
  const [least, most] = [from - margin + room / 2, from + size + margin - room / 2];
  return least > most ? from + size / 2 : clamp(wanted, least, most);
}
