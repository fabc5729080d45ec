import { useReactFlow } from '@xyflow/react';
import { useEffect } from 'react';
import { useEditor, useEditorStore } from '../store/editor-context.ts';
import { placeOf } from './draw-flow.ts';
import { headHeight, nodeWidth } from './node-geometry.ts';

/** Brings a node that was asked for elsewhere (outline, problems) into sight. */
export function useShowSelection(): void {
  const store = useEditorStore();
  const focus = useEditor(state => state.focus);
  const { setCenter, getZoom, screenToFlowPosition } = useReactFlow();
  useEffect(() => {
    const { flow } = store.getState();
    const index = flow?.nodes.findIndex(node => node.id === focus?.nodeId) ?? -1;
    if (!flow || index < 0) return;
    const { x, y } = placeOf(flow, focus?.nodeId ?? '', index);
    const canvas = document.querySelector('.react-flow')?.getBoundingClientRect();
    if (!canvas) return;
    const [from, to] = [
      screenToFlowPosition({ x: canvas.left, y: canvas.top }),
      screenToFlowPosition({ x: canvas.right, y: canvas.bottom }),
    ];
    const isInSight = x >= from.x && y >= from.y && x + nodeWidth <= to.x && y + headHeight <= to.y;
    if (!isInSight)
      void setCenter(x + nodeWidth / 2, y + headHeight / 2, { zoom: Math.max(getZoom(), 0.6), duration: 200 });
  }, [focus, store, setCenter, getZoom, screenToFlowPosition]);
}
