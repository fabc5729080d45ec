import '@xyflow/react/dist/base.css';
import {
  Background,
  type Connection,
  type EdgeChange,
  MiniMap,
  type OnConnectEnd,
  ReactFlow,
  SelectionMode,
  useReactFlow,
} from '@xyflow/react';
import { type DragEvent, type MouseEvent as ReactMouseEvent, useCallback, useMemo, useRef, useState } from 'react';
import { addNode } from '../commands/add-node.ts';
import { changeNote } from '../commands/add-note.ts';
import { connectNodes, refusalOf } from '../commands/connect-nodes.ts';
import type { DraftFlow } from '../draft-flow.ts';
import { messages } from '../messages.ts';
import { nodeCatalog } from '../node-catalog.ts';
import { draggedType } from '../palette/dragged-type.ts';
import { useEditorStore } from '../store/editor-context.ts';
import { type CanvasActions, CanvasActionsContext } from './canvas-actions.ts';
import { CanvasToolbar } from './canvas-toolbar.tsx';
import { ConnectionRefusal } from './connection-refusal.tsx';
import { useCanvasOverlay } from './canvas-overlay.ts';
import type { CanvasEdge, CanvasNode } from './draw-flow.ts';
import { EmptyCanvas } from './empty-canvas.tsx';
import classes from './flow-canvas.module.css';
import { NodeBox } from './node-box.tsx';
import { headHeight, nodeWidth } from './node-geometry.ts';
import { NodeMenu, type NodeMenuRequest } from './node-menu.tsx';
import { NoteBox } from './note-box.tsx';
import { openingViewport } from './opening-viewport.ts';
import { QuickAdd, type QuickAddRequest } from './quick-add.tsx';
import { useCanvasKeys } from './use-canvas-keys.ts';
import { useClipboard } from './use-clipboard.ts';
import { useDrawing } from './use-drawing.ts';
import { useShowSelection } from './use-show-selection.ts';

const nodeTypes = { node: NodeBox, note: NoteBox };
const multiSelectionKeys = ['Meta', 'Control', 'Shift'];

/** The drawing of the flow, to be edited. */
export function FlowCanvas({ flow, connections }: { flow: DraftFlow; connections: ReadonlyMap<string, string> }) {
  const store = useEditorStore();
  const frame = useRef<HTMLElement>(null);
  const { screenToFlowPosition } = useReactFlow();
  const { nodes, edges, onNodesChange } = useDrawing(flow, connections);
  const [quickAdd, setQuickAdd] = useState<QuickAddRequest>();
  const [menu, setMenu] = useState<NodeMenuRequest>();
  const hasMenu = useCanvasOverlay() !== undefined;
  const [isMapShown, setIsMapShown] = useState(flow.nodes.length > 12);
  const onKeyDown = useCanvasKeys(frame);
  useClipboard(frame);
  const showSelection = useShowSelection();

  const actions = useMemo(
    (): CanvasActions => ({
      quickAdd: (nodeId, port, at) => setQuickAdd({ from: nodeId, port, at }),
      changeNote: (id, change) => store.getState().edit(current => changeNote(current, id, change), `note/${id}`),
    }),
    [store],
  );

  const onEdgesChange = useCallback(
    (changes: EdgeChange<CanvasEdge>[]) => {
      const { selection, select } = store.getState();
      const chosen = new Set(selection.edges);
      for (const change of changes) {
        if (change.type !== 'select') continue;
        if (change.selected) chosen.add(change.id);
        else chosen.delete(change.id);
      }
      select({ ...selection, edges: chosen });
    },
    [store],
  );

  const isValidConnection = useCallback(
    (connection: Connection | CanvasEdge) => {
      const current = store.getState().flow;
      return current !== undefined && refusalOf(current, edgeOf(connection)) === undefined;
    },
    [store],
  );
  const onConnect = useCallback(
    (connection: Connection) => store.getState().edit(current => connectNodes(current, edgeOf(connection))),
    [store],
  );
  /** An edge that ends on the empty canvas asks for the node that it should lead to. */
  const onConnectEnd = useCallback<OnConnectEnd>((event, { fromNode, fromHandle, toNode, isValid }) => {
    if (isValid || toNode || !fromNode || fromHandle?.type !== 'source') return;
    const { clientX: x, clientY: y } =
      'changedTouches' in event ? (event.changedTouches[0] ?? { clientX: 0, clientY: 0 }) : event;
    setQuickAdd({ from: fromNode.id, port: fromHandle.id ?? 'out', at: { x, y }, place: { x, y } });
  }, []);

  const onDrop = useCallback(
    (event: DragEvent) => {
      const manifest = nodeCatalog.get(event.dataTransfer.getData(draggedType));
      if (!manifest) return;
      event.preventDefault();
      const at = screenToFlowPosition({ x: event.clientX, y: event.clientY });
      const { edit, goTo } = store.getState();
      edit(current => addNode(current, manifest, { x: at.x - nodeWidth / 2, y: at.y - headHeight / 2 }));
      goTo({ nodeId: store.getState().flow?.nodes.at(-1)?.id });
    },
    [store, screenToFlowPosition],
  );

  const onNodeContextMenu = useCallback(
    (event: ReactMouseEvent, { id, type }: CanvasNode) => {
      if (type !== 'node') return;
      event.preventDefault();
      store.getState().select({ nodes: new Set([id]) });
      setMenu({ nodeId: id, at: placeOfMenu(event) });
    },
    [store],
  );
  const closeMenu = () => {
    const id = menu?.nodeId;
    setMenu(undefined);
    if (id !== undefined)
      frame.current?.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`)?.focus();
  };

  return (
    <section
      ref={frame}
      className={classes['canvas']}
      aria-label={messages.canvas.label}
      onKeyDown={onKeyDown}
      // Not of the drawing alone: what an empty canvas begins with covers it.
      onDrop={onDrop}
      onDragOver={allowDrop}
    >
      <CanvasActionsContext value={actions}>
        <ReactFlow<CanvasNode, CanvasEdge>
          nodes={nodes}
          edges={edges}
          nodeTypes={nodeTypes}
          onNodesChange={onNodesChange}
          onEdgesChange={onEdgesChange}
          isValidConnection={isValidConnection}
          onConnect={onConnect}
          onConnectEnd={onConnectEnd}
          {...(hasMenu ? { onNodeContextMenu } : {})}
          onInit={instance => void instance.setViewport(openingViewport(flow, frame.current)).then(showSelection)}
          minZoom={0.1}
          maxZoom={1.75}
          onlyRenderVisibleElements
          connectOnClick={false}
          connectionRadius={40}
          connectionDragThreshold={4}
          nodeDragThreshold={2}
          selectionOnDrag
          selectionMode={SelectionMode.Partial}
          panOnDrag={panButtons}
          panOnScroll
          multiSelectionKeyCode={multiSelectionKeys}
          deleteKeyCode={null}
          disableKeyboardA11y
          elevateNodesOnSelect={false}
        >
          <Background gap={20} />
          {isMapShown && <MiniMap pannable zoomable ariaLabel={messages.toolbar.minimap} className={classes['map']} />}
          <ConnectionRefusal />
          <CanvasToolbar isMapShown={isMapShown} onMap={setIsMapShown} />
        </ReactFlow>
      </CanvasActionsContext>
      {flow.nodes.length === 0 && <EmptyCanvas />}
      <NodeMenu request={menu} onClose={closeMenu} />
      <QuickAdd request={quickAdd} onClose={() => setQuickAdd(undefined)} />
    </section>
  );
}

/** Middle and right button; the left one draws a box around what is to be chosen. */
const panButtons = [1, 2];

function allowDrop(event: DragEvent) {
  if (!event.dataTransfer.types.includes(draggedType)) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = 'copy';
}

/** By the menu key there is no pointer: the menu opens at the node. */
function placeOfMenu({ clientX: x, clientY: y, currentTarget }: ReactMouseEvent): { x: number; y: number } {
  if (x > 0 || y > 0) return { x, y };
  const { left, bottom } = currentTarget.getBoundingClientRect();
  return { x: left, y: bottom };
}

function edgeOf({ source, sourceHandle, target }: Connection | CanvasEdge) {
  return { from: source, port: sourceHandle ?? 'out', to: target };
}
