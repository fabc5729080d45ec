import '@xyflow/react/dist/style.css';
import type { FlowVersionDefinition } from '@lineshaft/flow';
import { useComputedColorScheme } from '@mantine/core';
import { Background, Controls, type Edge, MarkerType, ReactFlow, ReactFlowProvider } from '@xyflow/react';
import { useMemo } from 'react';
import { arrange } from './arrange.ts';
import {
  diagramArrows,
  type EdgeDecoration,
  edgeKey,
  isLaidOut,
  type Layout,
  type NodeDecoration,
  nodeHeight,
  nodeWidth,
  portsInUse,
} from './diagram-graph.ts';
import { DiagramNode, type DiagramNodeData } from './diagram-node.tsx';
import classes from './flow-diagram.module.css';
import { useKeepInSight, wholeInSight } from './use-keep-in-sight.ts';

const nodeTypes = { box: DiagramNode };

interface FlowDiagramProps {
  definition: FlowVersionDefinition;
  /** Left out, or not complete: boxes are arranged. */
  layout?: Layout | undefined;
  /** By node id. */
  nodeDecorations: ReadonlyMap<string, NodeDecoration>;
  /** By `edgeKey`. */
  edgeDecorations: ReadonlyMap<string, EdgeDecoration>;
  /** What is drawn, for screen readers. */
  label: string;
  selectedNode?: string | undefined;
  onSelect?: (nodeId: string) => void;
}

/** A flow that is looked at, lit by what happened. Load it lazily: the canvas is large. */
export function FlowDiagram(props: FlowDiagramProps) {
  return (
    <ReactFlowProvider>
      <Canvas {...props} />
    </ReactFlowProvider>
  );
}

function Canvas(props: FlowDiagramProps) {
  const { definition, layout, nodeDecorations, edgeDecorations, label, selectedNode, onSelect } = props;
  const colorScheme = useComputedColorScheme('light');
  const places = useMemo(() => (isLaidOut(definition, layout) ? layout : arrange(definition)), [definition, layout]);

  const nodes = useMemo(
    () =>
      definition.nodes.map(({ id, name, type, compensation }): DiagramNodeData => ({
        id,
        type: 'box',
        // Known beforehand, so that the first picture is whole.
        measured: { width: nodeWidth, height: nodeHeight },
        position: places[id] ?? { x: 0, y: 0 },
        data: {
          name,
          type,
          ports: portsInUse(definition, id),
          hasUndo: compensation !== undefined,
          decoration: nodeDecorations.get(id),
        },
        selected: id === selectedNode,
        ariaLabel: [name, nodeDecorations.get(id)?.tone, nodeDecorations.get(id)?.text].filter(Boolean).join(', '),
      })),
    [definition, places, nodeDecorations, selectedNode],
  );

  const edges = useMemo(
    () =>
      diagramArrows(definition).map((arrow): Edge => {
        const decoration = edgeDecorations.get(edgeKey(arrow));
        const stroke = decoration?.isLit ? 'var(--diagram-lit)' : 'var(--xy-edge-stroke)';
        const port = arrow.port === 'out' || arrow.kind === 'compensation' ? undefined : arrow.port;
        return {
          id: edgeKey(arrow),
          source: arrow.from,
          target: arrow.to,
          sourceHandle: arrow.port,
          label: [port, decoration?.text].filter(Boolean).join(' · '),
          markerEnd: { type: MarkerType.ArrowClosed, color: stroke },
          style: {
            stroke,
            strokeWidth: decoration?.isLit ? 2 : 1,
            ...(arrow.kind === 'compensation' ? { strokeDasharray: '4 4' } : {}),
          },
        };
      }),
    [definition, edgeDecorations],
  );

  useKeepInSight(selectedNode, places);

  return (
    <div className={classes['diagram']} role="group" aria-label={label}>
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        colorMode={colorScheme}
        nodesDraggable={false}
        nodesConnectable={false}
        edgesFocusable={false}
        deleteKeyCode={null}
        minZoom={0.1}
        maxZoom={1.5}
        fitViewOptions={wholeInSight}
        onlyRenderVisibleElements={nodes.length > 100}
        onNodeClick={(_, { id }) => onSelect?.(id)}
        onNodesChange={changes => {
          // Enter on a box selects it, as a click does.
          const chosen = changes.find(change => change.type === 'select' && change.selected);
          if (chosen?.type === 'select') onSelect?.(chosen.id);
        }}
      >
        <Background gap={20} />
        <Controls showInteractive={false} />
      </ReactFlow>
    </div>
  );
}
