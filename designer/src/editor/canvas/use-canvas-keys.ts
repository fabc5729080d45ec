import { useReactFlow } from '@xyflow/react';
import { type KeyboardEvent, type RefObject, useCallback } from 'react';
import { duplicateSelection } from '../commands/duplicate-selection.ts';
import { moveNodes } from '../commands/move-nodes.ts';
import { removeSelection } from '../commands/remove-selection.ts';
import { edgeKey } from '../draft-flow.ts';
import { useEditorStore } from '../store/editor-context.ts';
import type { EditorStore } from '../store/editor-store.ts';
import { placeOf } from './draw-flow.ts';
import { isTyping } from './is-typing.ts';
import { type Direction, nextNode } from './next-node.ts';
import { headHeight, nodeWidth } from './node-geometry.ts';

const arrows: Record<string, Direction> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

/** Keys of the canvas: everything that a pointer can do. */
export function useCanvasKeys(frame: RefObject<HTMLElement | null>): (event: KeyboardEvent) => void {
  const store = useEditorStore();
  const { setCenter, getZoom } = useReactFlow();

  const focusNode = useCallback(
    (id: string) => {
      const { flow } = store.getState();
      if (!flow) return;
      const { x, y } = placeOf(
        flow,
        id,
        flow.nodes.findIndex(node => node.id === id),
      );
      const element = () => frame.current?.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`);
      if (!isInside(element(), frame.current)) {
        void setCenter(x + nodeWidth / 2, y + headHeight / 2, { zoom: getZoom() }).then(() =>
          requestAnimationFrame(() => element()?.focus()),
        );
      } else element()?.focus();
    },
    [store, frame, setCenter, getZoom],
  );

  return useCallback(
    (event: KeyboardEvent) => {
      if (isTyping(event.target)) return;
      const focused =
        event.target instanceof Element
          ? event.target.closest<HTMLElement>('.react-flow__node, .react-flow__edge')
          : null;
      if (runKey(event, store, focused, focusNode)) event.preventDefault();
    },
    [store, focusNode],
  );
}

/** Whether the key was one of the canvas. */
function runKey(
  event: KeyboardEvent,
  store: EditorStore,
  focused: HTMLElement | null,
  focusNode: (id: string) => void,
): boolean {
  const { flow, selection, select, edit, replace, goTo } = store.getState();
  if (!flow) return false;
  const isCommand = event.ctrlKey || event.metaKey;
  const direction = arrows[event.key];
  const id = focused?.dataset['id'];
  if (direction !== undefined && event.shiftKey) return moveSelection(store, direction, isCommand ? 1 : 20);
  if (direction !== undefined && !isCommand) {
    const start = id ?? [...selection.nodes][0] ?? '';
    const next = nextNode(flow, start, direction);
    if (next === undefined) return true;
    select({ nodes: new Set([next]) });
    focusNode(next);
    return true;
  }
  if (event.key === 'Delete' || event.key === 'Backspace') {
    const target =
      focused?.classList.contains('react-flow__edge') && id ? { ...selection, edges: new Set([id]) } : selection;
    edit(current => removeSelection(current, target));
    return true;
  }
  // A button on a node has its own Enter.
  const isOnButton = event.target instanceof Element && event.target.closest('button, a') !== null;
  if ((event.key === 'Enter' || event.key === ' ') && id && !isOnButton) {
    if (focused?.classList.contains('react-flow__edge')) select({ edges: new Set([id]) });
    else goTo({ nodeId: id, ...(event.key === 'Enter' ? { pointer: '/name' } : {}) });
    return true;
  }
  if (event.key === 'Escape') {
    select({});
    return true;
  }
  if (!isCommand) return false;
  switch (event.key.toLowerCase()) {
    case 'a':
      select({
        nodes: new Set(flow.nodes.map(node => node.id)),
        edges: new Set(flow.edges.map(edgeKey)),
        notes: new Set((flow.notes ?? []).map(note => note.id)),
      });
      return true;
    case 'd': {
      const doubled = duplicateSelection(flow, selection);
      if (!doubled) return true;
      replace(doubled.flow);
      select(doubled.pasted);
      return true;
    }
    default:
      return false;
  }
}

function moveSelection(store: EditorStore, direction: Direction, distance: number): boolean {
  const { selection, edit } = store.getState();
  const dx = direction === 'left' ? -distance : direction === 'right' ? distance : 0;
  const dy = direction === 'up' ? -distance : direction === 'down' ? distance : 0;
  edit(current => {
    const nodes = current.nodes.flatMap((node, index) =>
      selection.nodes.has(node.id) ? [[node.id, placeOf(current, node.id, index)] as const] : [],
    );
    const notes = (current.notes ?? []).flatMap(note =>
      selection.notes.has(note.id) ? [[note.id, note] as const] : [],
    );
    const places = [...nodes, ...notes].map(([id, { x, y }]) => [id, { x: x + dx, y: y + dy }] as const);
    return places.length === 0 ? current : moveNodes(current, new Map(places));
  }, 'move');
  return true;
}

function isInside(element: HTMLElement | null | undefined, frame: HTMLElement | null): boolean {
  if (!element || !frame) return false;
  const [inner, outer] = [element.getBoundingClientRect(), frame.getBoundingClientRect()];
  return (
    inner.left >= outer.left && inner.right <= outer.right && inner.top >= outer.top && inner.bottom <= outer.bottom
  );
}
