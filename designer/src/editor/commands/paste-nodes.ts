import { z } from 'zod';
import type { DraftEdge, DraftFlow, DraftNode, DraftNote, Position } from '../draft-flow.ts';
import { rounded } from './add-node.ts';
import { freshId, freshName } from './fresh-id.ts';
import type { Selection } from './remove-selection.ts';

/** What the clipboard holds. */
const copiedNodesFormat = 'lineshaft/nodes@1';

const copiedNodesSchema = z.object({
  format: z.literal(copiedNodesFormat),
  nodes: z.array(z.looseObject({ id: z.string().min(1), type: z.string().min(1), name: z.string().optional() })),
  edges: z.array(z.looseObject({ from: z.string(), port: z.string().optional(), to: z.string() })),
  layout: z.record(z.string(), z.object({ x: z.number(), y: z.number() })),
  notes: z.array(z.looseObject({ id: z.string().min(1), text: z.string(), x: z.number(), y: z.number() })).default([]),
});

export type CopiedNodes = z.output<typeof copiedNodesSchema>;

/** What of a selection is copied: edges come along when both their nodes do. */
export type ToCopy = Pick<Selection, 'nodes' | 'notes'>;

/** Nodes with the edges between them, and notes, for the clipboard. */
export function copyNodes(flow: DraftFlow, { nodes: ids, notes: noteIds }: ToCopy): CopiedNodes {
  const nodes = flow.nodes.filter(node => ids.has(node.id));
  const places = nodes.map(({ id }) => [id, flow.layout?.[id] ?? { x: 0, y: 0 }] as const);
  return {
    format: copiedNodesFormat,
    nodes: nodes as CopiedNodes['nodes'],
    edges: flow.edges.filter(edge => ids.has(edge.from) && ids.has(edge.to)) as CopiedNodes['edges'],
    layout: Object.fromEntries(places),
    notes: (flow.notes ?? []).filter(note => noteIds.has(note.id)) as CopiedNodes['notes'],
  };
}

/** Nodes and notes that a clipboard's text holds; undefined when it holds something else. */
export function readCopiedNodes(text: string): CopiedNodes | undefined {
  if (!text.includes(copiedNodesFormat)) return undefined;
  try {
    const copied = copiedNodesSchema.safeParse(JSON.parse(text)).data;
    return copied && copied.nodes.length + copied.notes.length > 0 ? copied : undefined;
  } catch {
    // A text that only mentions the format is somebody's prose.
    return undefined;
  }
}

/**
 * Adds copied nodes with ids and names that are free, the edges between them, and copied notes.
 * @param at the upper left corner of what is pasted; left out: beside where it was copied
 */
export function pasteNodes(flow: DraftFlow, copied: CopiedNodes, at?: Position): { flow: DraftFlow; pasted: ToCopy } {
  const names = new Set(flow.nodes.flatMap(node => node.name ?? []));
  // Notes and nodes are chosen and moved by the same ids.
  const taken = new Set([...flow.nodes, ...(flow.notes ?? [])].map(({ id }) => id));
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
  const move = movedTo(copied, at);
  const places = copied.nodes.map(({ id }) => [freshIds.get(id) ?? id, move(copied.layout[id])] as const);
  const notes = copied.notes.map((note): DraftNote => {
    const id = freshId('note', taken);
    taken.add(id);
    return { ...note, id, ...move(note) };
  });
  return {
    flow: {
      ...flow,
      nodes: [...flow.nodes, ...(settled as DraftNode[])],
      edges: [...flow.edges, ...edges],
      layout: { ...flow.layout, ...Object.fromEntries(places) },
      ...(notes.length === 0 ? {} : { notes: [...(flow.notes ?? []), ...notes] }),
    },
    pasted: { nodes: new Set(freshIds.values()), notes: new Set(notes.map(({ id }) => id)) },
  };
}

/** Moves a place so that the upper left corner of all that was copied comes to where it is wanted. */
function movedTo({ nodes, notes, layout }: CopiedNodes, at: Position | undefined) {
  const origin = { x: 0, y: 0 };
  const places = [...nodes.map(({ id }) => layout[id] ?? origin), ...notes];
  const corner = { x: Math.min(...places.map(({ x }) => x)), y: Math.min(...places.map(({ y }) => y)) };
  const to = at ?? { x: corner.x + 40, y: corner.y + 40 };
  return ({ x, y }: Position = origin) => rounded({ x: x - corner.x + to.x, y: y - corner.y + to.y });
}
