import { useReactFlow } from '@xyflow/react';
import { useCallback, useEffect } from 'react';
import { useEditor, useEditorStore } from '../store/editor-context.ts';
import { placeOf } from './draw-flow.ts';
import { headHeight, nodeWidth } from './node-geometry.ts';

/**
 * Brings a node that was asked for elsewhere (outline, problems, an address) into sight. The answer does so once more: for
 * when the canvas has found its first place.
 */
export function useShowSelection(): () => void {
  const store = useEditorStore();
  const focus = useEditor(state => state.focus);
  const { setCenter, getZoom, screenToFlowPosition } = useReactFlow();
  const show = useCallback(() => {
    const { flow, focus: wanted } = store.getState();
    const index = flow?.nodes.findIndex(node => node.id === wanted?.nodeId) ?? -1;
    if (!flow || index < 0) return;
    const { x, y } = placeOf(flow, wanted?.nodeId ?? '', index);
    const canvas = document.querySelector('.react-flow')?.getBoundingClientRect();
    if (!canvas) return;
    const [from, to] = [
      screenToFlowPosition({ x: canvas.left, y: canvas.top }),
      screenToFlowPosition({ x: canvas.right, y: canvas.bottom }),
    ];
    const isInSight = x >= from.x && y >= from.y && x + nodeWidth <= to.x && y + headHeight <= to.y;
    if (!isInSight)
      void setCenter(x + nodeWidth / 2, y + headHeight / 2, { zoom: Math.max(getZoom(), 0.6), duration: 200 });
  }, [store, setCenter, getZoom, screenToFlowPosition]);
  useEffect(show, [focus, show]);
  return show;
}
