import { graphlib, layout } from '@dagrejs/dagre';
import type { Position } from '../draft-flow.ts';
import { orderByPorts } from './order-by-ports.ts';

/** What the layout must know of a flow: boxes with their size, and where their edges lead. Plain data, for a worker. */
export interface LayoutTask {
  boxes: { id: string; width: number; height: number }[];
  /** `port`: which port of its box it leaves through, counted from the top. */
  edges: { from: string; port: number; to: string }[];
}

/** Places for all boxes, from left to right along the edges, by id; the upper left corner of the drawing is (0, 0). */
export function layOut({ boxes, edges }: LayoutTask): Map<string, Position> {
  const graph = new graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'LR', nodesep: 36, ranksep: 64 });
  for (const { id, width, height } of boxes) graph.setNode(id, { width, height });
  for (const { from, port, to } of edges)
    if (graph.hasNode(from) && graph.hasNode(to)) graph.setEdge(from, to, {}, String(port));
  layout(graph, { customOrder: orderByPorts });
  return new Map(
    boxes.map(({ id, width, height }) => {
      const { x, y } = graph.node(id) as Position;
      return [id, { x: x - width / 2, y: y - height / 2 }];
    }),
  );
}
