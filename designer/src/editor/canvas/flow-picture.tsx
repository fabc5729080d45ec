import '@xyflow/react/dist/base.css';
import { Background, Controls, ReactFlow, ReactFlowProvider } from '@xyflow/react';
import { type ReactNode, useMemo } from 'react';
import type { DraftFlow } from '../draft-flow.ts';
import { noSelection } from '../store/editor-store.ts';
import { type CanvasEdge, type CanvasNode, drawEdges, drawNodes, type Mark } from './draw-flow.ts';
import classes from './flow-canvas.module.css';
import { NodeBox } from './node-box.tsx';
import { NoteBox } from './note-box.tsx';

const nodeTypes = { node: NodeBox, note: NoteBox };
const fitOptions = { maxZoom: 1, padding: 0.1 };
const nothingKnown = new Map<string, never>();

interface FlowPictureProps {
  flow: DraftFlow;
  label: string;
  /** Colours and words at nodes, by id. */
  marks?: ReadonlyMap<string, Mark>;
  /** By key of the edge. */
  edgeMarks?: ReadonlyMap<string, Mark>;
  /** Names of connections, by id. */
  connections?: ReadonlyMap<string, string>;
  chosen?: string | undefined;
  onChoose?: (nodeId: string) => void;
  children?: ReactNode;
}

/** A flow that is looked at: what is marked shows, and nodes can be chosen, but nothing can be changed. */
export function FlowPicture(props: FlowPictureProps) {
  const { flow, label, marks, edgeMarks, connections = nothingKnown, chosen, onChoose, children } = props;
  const nodes = useMemo(() => {
    const selection = { ...noSelection, nodes: new Set(chosen === undefined ? [] : [chosen]) };
    return drawNodes(flow, { selection, problems: [], connections, ...(marks ? { marks } : {}) }, nothingKnown);
  }, [flow, marks, connections, chosen]);
  const edges = useMemo(
    () => drawEdges(flow, { selection: noSelection, problems: [], ...(edgeMarks ? { edgeMarks } : {}) }, nothingKnown),
    [flow, edgeMarks],
  );
  return (
    <section className={classes['canvas']} aria-label={label}>
      <ReactFlowProvider>
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
          fitView
          fitViewOptions={fitOptions}
          minZoom={0.1}
          maxZoom={1.75}
          onNodeClick={(_, node) => onChoose?.(node.id)}
        >
          <Background gap={20} />
          <Controls showInteractive={false} />
          {children}
        </ReactFlow>
      </ReactFlowProvider>
    </section>
  );
}
