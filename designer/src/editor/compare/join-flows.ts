import type { Mark } from '../canvas/draw-flow.ts';
import { type DraftFlow, drawableFlow, edgeKey, type JsonObject } from '../draft-flow.ts';
import type { FlowComparison } from './compare-flows.ts';

/** Both states in one drawing: the later one, with what was removed where it stood. */
export function joinFlows(before: JsonObject, after: JsonObject, comparison: FlowComparison) {
  const [left, right] = [drawn(before), drawn(after)];
  const removed = new Set(comparison.nodes.flatMap(({ id, change }) => (change === 'removed' ? id : [])));
  const flow: DraftFlow = {
    nodes: [...right.nodes, ...left.nodes.filter(({ id }) => removed.has(id))],
    edges: [...right.edges, ...comparison.edges.flatMap(({ edge, change }) => (change === 'removed' ? edge : []))],
    // Versions have no layout: what is still there stands where it stands now.
    layout: { ...left.layout, ...right.layout },
  };
  const marks = new Map<string, Mark>(comparison.nodes.map(({ id, change }) => [id, { tone: change }]));
  const edgeMarks = new Map<string, Mark>(
    comparison.edges.map(({ edge, change }) => [edgeKey(edge), { tone: change }]),
  );
  return { flow, marks, edgeMarks };
}

function drawn(document: JsonObject): DraftFlow {
  return drawableFlow(document).flow ?? { nodes: [], edges: [] };
}
