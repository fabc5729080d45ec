import { Graph, layout as arrangeGraph } from '@dagrejs/dagre';
import type { FlowVersionDefinition } from '@lineshaft/flow';
import { diagramArrows, type Layout, nodeHeight, nodeWidth } from './diagram-graph.ts';

/** Places for all nodes, from left to right. */
export function arrange(definition: FlowVersionDefinition): Layout {
  const graph = new Graph();
  graph.setGraph({ rankdir: 'LR', nodesep: 24, ranksep: 64 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id } of definition.nodes) graph.setNode(id, { width: nodeWidth, height: nodeHeight });
  for (const { from, to } of diagramArrows(definition)) graph.setEdge(from, to);
  arrangeGraph(graph);
  return Object.fromEntries(
    definition.nodes.map(({ id }) => {
      const { x = 0, y = 0 } = graph.node(id);
      // dagre means centres, boxes are placed by their corner.
      return [id, { x: x - nodeWidth / 2, y: y - nodeHeight / 2 }];
    }),
  );
}
