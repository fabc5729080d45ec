import { z } from 'zod';
import type { DraftEdge, DraftFlow, DraftNode, Position } from '../draft-flow.ts';
import { rounded } from './add-node.ts';
import { freshId, freshName } from './fresh-id.ts';

/** What the clipboard holds. */
const copiedNodesFormat = 'lineshaft/nodes@1';

const copiedNodesSchema = z.object({
  format: z.literal(copiedNodesFormat),
  nodes: z.array(z.looseObject({ id: z.string().min(1), type: z.string().min(1), name: z.string().optional() })).min(1),
  edges: z.array(z.looseObject({ from: z.string(), port: z.string().optional(), to: z.string() })),
  layout: z.record(z.string(), z.object({ x: z.number(), y: z.number() })),
});

export type CopiedNodes = z.output<typeof copiedNodesSchema>;

/** Nodes with the edges between them, for the clipboard. */
export function copyNodes(flow: DraftFlow, ids: ReadonlySet<string>): CopiedNodes {
  const nodes = flow.nodes.filter(node => ids.has(node.id));
  const places = nodes.map(({ id }) => [id, flow.layout?.[id] ?? { x: 0, y: 0 }] as const);
  return {
    format: copiedNodesFormat,
    nodes: nodes as CopiedNodes['nodes'],
    edges: flow.edges.filter(edge => ids.has(edge.from) && ids.has(edge.to)) as CopiedNodes['edges'],
    layout: Object.fromEntries(places),
  };
}

/** Nodes that a clipboard's text holds; undefined when it holds something else. */
export function readCopiedNodes(text: string): CopiedNodes | undefined {
  if (!text.includes(copiedNodesFormat)) return undefined;
  try {
    return copiedNodesSchema.safeParse(JSON.parse(text)).data;
  } catch {
    // A text that only mentions the format is somebody's prose.
    return undefined;
  }
}

/**
 * Adds copied nodes with ids and names that are free, and the edges between them.
 * @param at the upper left corner of what is pasted; left out: beside where it was copied
 */
export function pasteNodes(flow: DraftFlow, copied: CopiedNodes, at?: Position): { flow: DraftFlow; ids: string[] } {
  const names = new Set(flow.nodes.flatMap(node => node.name ?? []));
  const taken = new Set(flow.nodes.map(node => node.id));
  const freshIds = new Map<string, string>();
  const nodes = copied.nodes.map((node): DraftNode => {
    const name = freshName(node.name ?? node.id, names);
    const id = freshId(name, taken);
    names.add(name);
    taken.add(id);
    freshIds.set(node.id, id);
    return { ...node, id, name };
  });
  const edges = copied.edges.flatMap((edge): DraftEdge[] => {
    const [from, to] = [freshIds.get(edge.from), freshIds.get(edge.to)];
    return from === undefined || to === undefined ? [] : [{ ...edge, from, to }];
  });
  // Only nodes that came along can still be named as what undoes a node.
  const settled = nodes.map(node => {
    const { compensation, ...rest } = node;
    if (compensation === undefined) return node;
    const undoing = freshIds.get(compensation as string);
    return undoing === undefined ? rest : { ...rest, compensation: undoing };
  });
  const layout = { ...flow.layout, ...placesFor(copied, freshIds, at) };
  return {
    flow: { ...flow, nodes: [...flow.nodes, ...(settled as DraftNode[])], edges: [...flow.edges, ...edges], layout },
    ids: [...freshIds.values()],
  };
}

function placesFor(copied: CopiedNodes, freshIds: ReadonlyMap<string, string>, at: Position | undefined) {
  const places = copied.nodes.map(({ id }) => copied.layout[id] ?? { x: 0, y: 0 });
  const corner = { x: Math.min(...places.map(({ x }) => x)), y: Math.min(...places.map(({ y }) => y)) };
  const to = at ?? { x: corner.x + 40, y: corner.y + 40 };
  return Object.fromEntries(
    copied.nodes.map(({ id }) => {
      const place = copied.layout[id] ?? { x: 0, y: 0 };
      const moved = { x: place.x - corner.x + to.x, y: place.y - corner.y + to.y };
      return [freshIds.get(id) ?? id, rounded(moved)];
    }),
  );
}
