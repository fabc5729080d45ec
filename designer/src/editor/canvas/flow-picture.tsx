import '@xyflow/react/dist/base.css';
import { Background, Panel, ReactFlow, ReactFlowProvider } from '@xyflow/react';
import { type KeyboardEvent, useMemo } from 'react';
import { useConnectionNames } from '../../api/connections.ts';
import { layOut } from '../commands/lay-out.ts';
import type { DraftFlow } from '../draft-flow.ts';
import { messages } from '../messages.ts';
import { noSelection } from '../store/editor-store.ts';
import { type CanvasEdge, type CanvasNode, drawEdges, drawNodes, type Mark } from './draw-flow.ts';
import classes from './flow-canvas.module.css';
import { layoutTask } from './layout-task.ts';
import { NodeBox } from './node-box.tsx';
import { NoteBox } from './note-box.tsx';
import { useKeepInSight } from './use-keep-in-sight.ts';
import { ZoomTools } from './zoom-tools.tsx';

const nodeTypes = { node: NodeBox, note: NoteBox };
const nothingKnown = new Map<string, never>();

interface FlowPictureProps {
  /** Where a node has no place, all are arranged. */
  flow: DraftFlow;
  label: string;
  /** Colours and words at nodes, by id. */
  marks: ReadonlyMap<string, Mark>;
  /** By key of the edge. */
  edgeMarks: ReadonlyMap<string, Mark>;
  chosen: string | undefined;
  onChoose: (nodeId: string) => void;
}

/** A flow that is looked at: what is marked shows, and nodes can be chosen, but nothing can be changed. */
export function FlowPicture(props: FlowPictureProps) {
  return (
    <ReactFlowProvider>
      <Picture {...props} />
    </ReactFlowProvider>
  );
}

function Picture({ flow, label, marks, edgeMarks, chosen, onChoose }: FlowPictureProps) {
  const placed = useMemo(() => arranged(flow), [flow]);
  const connections = useConnectionNames();
  const nodes = useMemo(() => {
    const selection = { ...noSelection, nodes: new Set(chosen === undefined ? [] : [chosen]) };
    return drawNodes(placed, { selection, problems: [], connections, marks }, nothingKnown);
  }, [placed, marks, chosen, connections]);
  const edges = useMemo(
    () => drawEdges(placed, { selection: noSelection, problems: [], edgeMarks }, nothingKnown),
    [placed, edgeMarks],
  );
  const open = useKeepInSight(placed, chosen);
  const chooseByKey = (event: KeyboardEvent<HTMLElement>) => {
    const nodeId = event.target instanceof HTMLElement && event.target.dataset['id'];
    if (!nodeId || (event.key !== 'Enter' && event.key !== ' ')) return;
    event.preventDefault();
    onChoose(nodeId);
  };
  return (
    <section className={classes['canvas']} aria-label={label} onKeyDown={chooseByKey}>
      <ReactFlow<CanvasNode, CanvasEdge>
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        nodesDraggable={false}
        nodesConnectable={false}
        edgesFocusable={false}
        deleteKeyCode={null}
        disableKeyboardA11y
        onlyRenderVisibleElements
        onInit={open}
        minZoom={0.1}
        maxZoom={1.75}
        onNodeClick={(_, node) => {
          if (node.type === 'node') onChoose(node.id);
        }}
      >
        <Background gap={20} />
        <Panel
          position="bottom-left"
          className={classes['pictureTools']}
          role="toolbar"
          aria-label={messages.toolbar.label}
        >
          <ZoomTools />
        </Panel>
      </ReactFlow>
    </section>
  );
}

/** A flow that was never drawn by hand, such as one deployed from a file, has no places or not all. */
function arranged(flow: DraftFlow): DraftFlow {
  if (flow.nodes.every(({ id }) => flow.layout?.[id] !== undefined)) return flow;
  return { ...flow, layout: Object.fromEntries(layOut(layoutTask(flow))) };
}
