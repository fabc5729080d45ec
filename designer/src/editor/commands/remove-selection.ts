import { type DraftFlow, edgeKey } from '../draft-flow.ts';

/** What is chosen on the canvas: ids of nodes and notes, keys of edges. */
export interface Selection {
  nodes: ReadonlySet<string>;
  edges: ReadonlySet<string>;
  notes: ReadonlySet<string>;
}

/** Removes nodes with their edges and places, edges, and notes. */
export function removeSelection(flow: DraftFlow, { nodes, edges, notes }: Selection): DraftFlow {
  const layout = Object.fromEntries(Object.entries(flow.layout ?? {}).filter(([id]) => !nodes.has(id)));
  const kept = flow.notes?.filter(note => !notes.has(note.id));
  return {
    ...flow,
    nodes: flow.nodes.filter(node => !nodes.has(node.id)),
    edges: flow.edges.filter(edge => !edges.has(edgeKey(edge)) && !nodes.has(edge.from) && !nodes.has(edge.to)),
    ...(flow.layout === undefined ? {} : { layout }),
    ...(kept === undefined ? {} : { notes: kept }),
  };
}
