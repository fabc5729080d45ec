import type { AnyNodeManifest, Port, Problem } from '@lineshaft/flow';
import { type Edge, MarkerType, type Node } from '@xyflow/react';
import type { Selection } from '../commands/remove-selection.ts';
import { type DraftFlow, type DraftNode, type DraftNote, edgeKey, nodeTitle, type Position } from '../draft-flow.ts';
import { nodeCatalog, portsOf } from '../node-catalog.ts';
import { messages } from '../messages.ts';
import { handlesOf, inputHandle, nodeHeight, nodeWidth } from './node-geometry.ts';
import { undoArrows, undoHandle, undoKey } from './undo-arrows.ts';

/** What colours a node or an edge, such as what a comparison found. */
export interface Mark {
  tone?: 'added' | 'changed' | 'removed' | 'good' | 'bad' | 'busy' | 'running' | 'undone' | 'stub';
  /** A word or a number that is shown at the node. */
  text?: string | undefined;
  /** A line beneath the node. */
  below?: string | undefined;
  isPinned?: boolean;
}

export interface DrawnPort extends Port {
  /** An edge names it, but the node does not have it. */
  missing: boolean;
  connected: boolean;
}

export type NodeData = {
  node: DraftNode;
  manifest: AnyNodeManifest | undefined;
  ports: DrawnPort[];
  /** Another node of the flow undoes this one. */
  isUndone: boolean;
  connection: string | undefined;
  errors: number;
  warnings: number;
  /** The first of them, as a tooltip. */
  problem: string | undefined;
  mark: Mark | undefined;
};
export type NoteData = { note: DraftNote };
export type CanvasNode = Node<NodeData, 'node'> | Node<NoteData, 'note'>;
export type CanvasEdge = Edge;

/** What is drawn besides the flow itself. */
export interface DrawingContext {
  selection: Selection;
  problems: readonly Problem[];
  /** Names of connections by id. */
  connections: ReadonlyMap<string, string>;
  marks?: ReadonlyMap<string, Mark> | undefined;
  /** By key of the edge. */
  edgeMarks?: ReadonlyMap<string, Mark> | undefined;
}

const notePrefix = 'note:';

/** React Flow's id of a note: no node has a colon in its id. */
const noteNodeId = (id: string) => `${notePrefix}${id}`;

/** The id of the note, when it is one. */
export const noteIdOf = (nodeId: string) =>
  nodeId.startsWith(notePrefix) ? nodeId.slice(notePrefix.length) : undefined;

/**
 * React Flow's nodes, made from the flow. What did not change is the same object as in `before`, so that nothing else is
 * rendered anew.
 */
export function drawNodes(
  flow: DraftFlow,
  context: DrawingContext,
  before: ReadonlyMap<string, CanvasNode>,
): CanvasNode[] {
  const problems = Map.groupBy(context.problems, ({ nodeId }) => nodeId);
  const leaving = Map.groupBy(flow.edges, edge => edge.from);
  const undone = new Set(undoArrows(flow).map(({ from }) => from));
  const nodes = flow.nodes.map((node, index): CanvasNode => {
    const found = problems.get(node.id) ?? [];
    const errors = found.filter(({ severity }) => severity === 'error').length;
    const ports = drawnPorts(node, new Set(leaving.get(node.id)?.map(({ port = 'out' }) => port)));
    const manifest = nodeCatalog.get(node.type);
    const data: NodeData = {
      node,
      manifest,
      ports,
      isUndone: undone.has(node.id),
      connection:
        node.connection === undefined ? undefined : (context.connections.get(node.connection) ?? node.connection),
      errors,
      warnings: found.length - errors,
      problem: (found.find(({ severity }) => severity === 'error') ?? found[0])?.message,
      mark: context.marks?.get(node.id),
    };
    const size = { width: nodeWidth, height: nodeHeight(ports.length) };
    return sameOr(before.get(node.id), {
      id: node.id,
      type: 'node',
      position: placeOf(flow, node.id, index),
      data,
      selected: context.selection.nodes.has(node.id),
      ...size,
      measured: size,
      handles: handlesOf(ports, { hasInput: manifest?.role !== 'source', isUndone: data.isUndone }),
      ariaLabel: labelOf(data),
    });
  });
  const notes = (flow.notes ?? []).map((note): CanvasNode => {
    const { width = 240, height = 120 } = note;
    return sameOr(before.get(noteNodeId(note.id)), {
      id: noteNodeId(note.id),
      type: 'note',
      position: { x: note.x, y: note.y },
      data: { note },
      selected: context.selection.notes.has(note.id),
      width,
      height,
      measured: { width, height },
      handles: [],
      zIndex: -1,
      ariaLabel: messages.canvas.note,
    });
  });
  return [...notes, ...nodes];
}

/** React Flow's edges, made from the flow. */
export function drawEdges(
  flow: DraftFlow,
  context: Pick<DrawingContext, 'selection' | 'problems' | 'edgeMarks'>,
  before: ReadonlyMap<string, CanvasEdge>,
): CanvasEdge[] {
  const faulty = new Set(context.problems.map(({ path }) => /^\/edges\/(\d+)/.exec(path)?.[1]));
  const titles = new Map(flow.nodes.map(node => [node.id, nodeTitle(node)]));
  const kept = (drawn: CanvasEdge) => {
    const same = before.get(drawn.id);
    return same !== undefined && sameEdge(same, drawn) ? same : drawn;
  };
  const edges = flow.edges.flatMap((edge, index): CanvasEdge[] => {
    const { from, port = 'out', to } = edge;
    const [fromTitle, toTitle] = [titles.get(from), titles.get(to)];
    if (fromTitle === undefined || toTitle === undefined) return [];
    const id = edgeKey(edge);
    const mark = context.edgeMarks?.get(id);
    const isFaulty = faulty.has(String(index));
    const drawn: CanvasEdge = {
      id,
      source: from,
      sourceHandle: port,
      target: to,
      targetHandle: inputHandle,
      selected: context.selection.edges.has(id),
      className: classNames(port === 'error' && 'edge-error-port', isFaulty && 'edge-faulty', mark),
      markerEnd: arrow(mark, isFaulty),
      ariaLabel: messages.canvas.edge(fromTitle, port, toTitle),
      ...labelOfEdge(mark),
    };
    return [kept(drawn)];
  });
  const undoing = undoArrows(flow).map((undo): CanvasEdge => {
    const id = undoKey(undo);
    const mark = context.edgeMarks?.get(id);
    const [undone, by] = [titles.get(undo.from) ?? '', titles.get(undo.to) ?? ''];
    return kept({
      id,
      source: undo.from,
      sourceHandle: undoHandle,
      target: undo.to,
      targetHandle: inputHandle,
      // A setting of the node: not chosen, drawn or deleted as edges are.
      selected: false,
      selectable: false,
      focusable: false,
      className: classNames('edge-undo', mark),
      markerEnd: arrow(mark),
      ariaLabel: messages.canvas.undo(undone, by),
      ...labelOfEdge(mark),
    });
  });
  return [...edges, ...undoing];
}

function classNames(...parts: (string | false | Mark | undefined)[]): string {
  return parts
    .map(part => (typeof part === 'object' ? part.tone && `edge-${part.tone}` : part))
    .filter(Boolean)
    .join(' ');
}

function labelOfEdge(mark: Mark | undefined) {
  return mark?.text === undefined ? {} : { label: mark.text, ...labelShape };
}

const labelShape = { labelBgPadding: [6, 2] as [number, number], labelBgBorderRadius: 4 };

/** The head of an edge has its colour. */
function arrow(mark: Mark | undefined, isFaulty = false) {
  const color = isFaulty
    ? 'var(--mantine-color-error)'
    : ((mark?.tone && edgeColors[mark.tone]) ?? 'var(--xy-edge-stroke)');
  return { type: MarkerType.ArrowClosed, width: 16, height: 16, color };
}

const edgeColors: Partial<Record<NonNullable<Mark['tone']>, string>> = {
  added: 'var(--mantine-color-success-filled)',
  good: 'var(--mantine-color-success-filled)',
  removed: 'var(--mantine-color-error)',
  bad: 'var(--mantine-color-error)',
};

/** A node that was never placed stands in a grid. */
export function placeOf(flow: DraftFlow, id: string, index: number): Position {
  return flow.layout?.[id] ?? { x: (index % 6) * (nodeWidth + 60), y: Math.floor(index / 6) * 120 };
}

function drawnPorts(node: DraftNode, used: ReadonlySet<string>): DrawnPort[] {
  const ports = portsOf(node);
  const names = new Set(ports.map(({ name }) => name));
  return [
    ...ports.map(port => ({ ...port, missing: false, connected: used.has(port.name) })),
    ...[...used]
      .filter(name => !names.has(name))
      .map(name => ({ name, title: messages.canvas.missingPort(name), missing: true, connected: true })),
  ];
}

function labelOf({ node, manifest, errors, warnings, mark }: NodeData): string {
  const more = [
    ...(errors + warnings === 0 ? [] : [messages.problems.summary(errors, warnings)]),
    ...(mark?.below === undefined ? [] : [mark.below]),
    ...(mark?.isPinned ? [messages.canvas.pinned] : []),
  ];
  return messages.canvas.node(nodeTitle(node), manifest?.title ?? messages.canvas.unknownType, more);
}

function sameOr(before: CanvasNode | undefined, next: CanvasNode): CanvasNode {
  if (before === undefined || before.type !== next.type) return next;
  const isSame =
    before.selected === next.selected &&
    before.position.x === next.position.x &&
    before.position.y === next.position.y &&
    before.height === next.height &&
    before.width === next.width;
  if (before.type === 'note' || next.type === 'note')
    return isSame && (before.data as NoteData).note === (next.data as NoteData).note ? before : next;
  const data = sameData(before.data, next.data) ? before.data : next.data;
  return isSame && data === before.data ? before : { ...next, data };
}

function sameData(a: NodeData, b: NodeData): boolean {
  return (
    a.node === b.node &&
    a.connection === b.connection &&
    a.errors === b.errors &&
    a.warnings === b.warnings &&
    a.problem === b.problem &&
    a.isUndone === b.isUndone &&
    sameMark(a.mark, b.mark) &&
    a.ports.length === b.ports.length &&
    a.ports.every((port, index) => {
      const other = b.ports[index];
      return port.name === other?.name && port.title === other.title && port.connected === other.connected;
    })
  );
}

function sameMark(a: Mark | undefined, b: Mark | undefined): boolean {
  return a?.tone === b?.tone && a?.text === b?.text && a?.below === b?.below && a?.isPinned === b?.isPinned;
}

function sameEdge(a: CanvasEdge, b: CanvasEdge): boolean {
  return a.selected === b.selected && a.className === b.className && a.label === b.label && a.ariaLabel === b.ariaLabel;
}
