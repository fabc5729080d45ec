import type { NodeChange } from '@xyflow/react';
import { useCallback, useMemo, useRef, useState } from 'react';
import { moveNodes } from '../commands/move-nodes.ts';
import type { DraftFlow, Position } from '../draft-flow.ts';
import { useEditor, useEditorStore } from '../store/editor-context.ts';
import { useCanvasOverlay } from './canvas-overlay.ts';
import { type CanvasEdge, type CanvasNode, drawEdges, drawNodes, noteIdOf } from './draw-flow.ts';

const nowhere: ReadonlyMap<string, Position> = new Map();
const nothingOver = { marks: undefined, edgeMarks: undefined };

/**
 * React Flow's nodes and edges of the document. While something is dragged its place is known here alone; the document,
 * and with it undo and saving, hears of it when it is let go.
 */
export function useDrawing(flow: DraftFlow, connections: ReadonlyMap<string, string>) {
  const store = useEditorStore();
  const selection = useEditor(state => state.selection);
  const problems = useEditor(state => state.problems);
  const overlay = useCanvasOverlay();
  const { marks, edgeMarks } = overlay ?? nothingOver;
  const [dragged, setDragged] = useState(nowhere);
  const known = useRef<ReadonlyMap<string, CanvasNode>>(new Map());
  const knownEdges = useRef<ReadonlyMap<string, CanvasEdge>>(new Map());

  const resting = useMemo(() => {
    const drawn = drawNodes(flow, { selection, problems, connections, marks }, known.current);
    known.current = new Map(drawn.map(node => [node.id, node]));
    return drawn;
  }, [flow, selection, problems, connections, marks]);

  const nodes = useMemo(() => {
    if (dragged.size === 0) return resting;
    return resting.map(node => {
      const position = dragged.get(node.id);
      return position === undefined ? node : { ...node, position };
    });
  }, [resting, dragged]);

  const edges = useMemo(() => {
    const drawn = drawEdges(flow, { selection, problems, edgeMarks }, knownEdges.current);
    knownEdges.current = new Map(drawn.map(edge => [edge.id, edge]));
    return drawn;
  }, [flow, selection, problems, edgeMarks]);

  const onNodesChange = useCallback(
    (changes: NodeChange<CanvasNode>[]) => {
      const moves = changes.flatMap(change =>
        change.type === 'position' && change.position !== undefined ? [{ ...change, position: change.position }] : [],
      );
      if (moves.length > 0) {
        const places = new Map(moves.map(({ id, position }) => [id, position]));
        if (moves.some(({ dragging }) => dragging)) setDragged(places);
        else {
          const byId = new Map([...places].map(([id, position]) => [noteIdOf(id) ?? id, position]));
          store.getState().edit(current => moveNodes(current, byId));
          setDragged(nowhere);
        }
      }
      const picks = changes.flatMap(change => (change.type === 'select' ? [change] : []));
      if (picks.length === 0) return;
      const chosen = store.getState().selection;
      const [picked, notes] = [new Set(chosen.nodes), new Set(chosen.notes)];
      for (const { id, selected } of picks) {
        const noteId = noteIdOf(id);
        const [set, key] = noteId === undefined ? [picked, id] : [notes, noteId];
        if (selected) set.add(key);
        else set.delete(key);
      }
      store.getState().select({ nodes: picked, notes, edges: chosen.edges });
    },
    [store],
  );

  return { nodes, edges, onNodesChange };
}
