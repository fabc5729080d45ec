import type { LayoutTask } from '../commands/lay-out.ts';
import type { DraftFlow } from '../draft-flow.ts';
import { portsOf } from '../node-catalog.ts';
import { nodeHeight, nodeWidth } from './node-geometry.ts';
import { undoArrows } from './undo-arrows.ts';

/** The boxes of a flow as they are drawn, with all that leads from one to another. */
export function layoutTask(flow: DraftFlow): LayoutTask {
  const ports = new Map(flow.nodes.map(node => [node.id, portsOf(node).map(({ name }) => name)]));
  const portsOfNode = (id: string) => ports.get(id) ?? [];
  return {
    boxes: flow.nodes.map(({ id }) => ({ id, width: nodeWidth, height: nodeHeight(portsOfNode(id).length) })),
    edges: [
      ...flow.edges.map(({ from, port = 'out', to }) => ({
        from,
        port: Math.max(0, portsOfNode(from).indexOf(port)),
        to,
      })),
      // They leave beneath all ports.
      ...undoArrows(flow).map(({ from, to }) => ({ from, port: portsOfNode(from).length, to })),
    ],
  };
}
