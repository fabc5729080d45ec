import { connectorManifests } from '@lineshaft/connectors/manifests';
import type { DraftFlow, DraftNode } from '../draft-flow.ts';
import { nodeCatalog } from '../node-catalog.ts';

/** How much of a flow is tried. */
export type RunScope =
  | { kind: 'all' }
  /** Up to this node, and no further. */
  | { kind: 'until'; nodeId: string }
  /** This node alone. `onSample`: the sample is its input, such as one that was copied from a run of it. */
  | { kind: 'only'; nodeId: string; onSample?: boolean };

const outside = new Set(connectorManifests.filter(({ role }) => role === 'sink').map(({ type }) => type));

/** Whether a node is one by which something leaves Lineshaft: it is stubbed unless it is really to send. */
export function deliversOutside({ type }: DraftNode): boolean {
  return outside.has(type);
}

export function isSource({ type }: DraftNode): boolean {
  return nodeCatalog.get(type)?.role === 'source';
}

/** The sources by which a sample can come to where the scope ends. */
export function sourcesOf(flow: DraftFlow, scope: RunScope): DraftNode[] {
  const leading = scope.kind === 'all' ? undefined : closure([scope.nodeId], id => before(flow, id));
  return flow.nodes.filter(node => isSource(node) && (leading === undefined || leading.has(node.id)));
}

/** The source by which a sample comes in: the one that was chosen, if it is among these, or else the first. */
export function chosenSource(sources: readonly DraftNode[], sourceId: string | undefined): DraftNode | undefined {
  return sources.find(({ id }) => id === sourceId) ?? sources[0];
}

/** The nodes that would really send if a run of this scope were to: those on the way that no pin stands in for. */
export function deliveriesOf(
  flow: DraftFlow,
  scope: RunScope,
  sourceId: string | undefined,
  isPinned: (nodeId: string) => boolean,
): DraftNode[] {
  if (scope.kind === 'only') return flow.nodes.filter(node => node.id === scope.nodeId && deliversOutside(node));
  const starts = sourcesOf(flow, scope).filter(({ id }) => sourceId === undefined || id === sourceId);
  const leading = scope.kind === 'until' ? closure([scope.nodeId], id => before(flow, id)) : undefined;
  const compensations = new Map(flow.nodes.map(node => [node.id, node['compensation']]));
  const reached = closure(
    starts.map(({ id }) => id),
    id => {
      const undo = compensations.get(id);
      const next = flow.edges.filter(({ from }) => from === id).map(({ to }) => to);
      const within = leading === undefined ? next : next.filter(to => leading.has(to) && id !== endOf(scope));
      return typeof undo === 'string' ? [...within, undo] : within;
    },
  );
  return flow.nodes.filter(node => reached.has(node.id) && deliversOutside(node) && !isPinned(node.id));
}

function endOf(scope: RunScope): string | undefined {
  return scope.kind === 'all' ? undefined : scope.nodeId;
}

function before(flow: DraftFlow, id: string): string[] {
  return flow.edges.filter(({ to }) => to === id).map(({ from }) => from);
}

function closure(start: readonly string[], next: (id: string) => readonly string[]): Set<string> {
  const reached = new Set(start);
  for (const id of reached) for (const other of next(id)) reached.add(other);
  return reached;
}
