import type { FlowDefinition, FlowVersionDefinition } from '@lineshaft/flow';

export type Layout = FlowDefinition['layout'];

/** How a node looks, by what happened to it. */
export interface NodeDecoration {
  tone: 'idle' | 'succeeded' | 'failed' | 'waiting' | 'running' | 'undone';
  /** Few words beneath the name, such as `12 ms · attempt 3`. */
  text?: string;
}

export interface EdgeDecoration {
  isLit: boolean;
  /** Such as a count of messages. */
  text?: string;
}

export const nodeWidth = 190;
export const nodeHeight = 50;

/** Names an edge in decorations. */
export function edgeKey({ from, port, to }: { from: string; port: string; to: string }): string {
  return JSON.stringify([from, port, to]);
}

/** The output ports that a node's edges leave from, in the order they were drawn. */
export function portsInUse(definition: FlowVersionDefinition, nodeId: string): string[] {
  return [...new Set(definition.edges.filter(({ from }) => from === nodeId).map(({ port }) => port))];
}

/** Arrows to draw: the edges, and those that lead from a node to the one that undoes it. */
export function diagramArrows(definition: FlowVersionDefinition) {
  const edges = definition.edges.map(edge => ({ ...edge, kind: 'edge' as const }));
  const compensations = definition.nodes.flatMap(({ id, compensation }) =>
    compensation === undefined ? [] : [{ from: id, port: 'undo', to: compensation, kind: 'compensation' as const }],
  );
  return [...edges, ...compensations];
}

/** Whether every node has its place. */
export function isLaidOut(definition: FlowVersionDefinition, layout: Layout | undefined): layout is Layout {
  return layout !== undefined && definition.nodes.every(({ id }) => layout[id] !== undefined);
}
