import { type FlowVersionDefinition, versionContent } from '@lineshaft/flow';
import { changedFields, type PlannedDifference } from './planned-difference.ts';

/** What publishing `after` in place of `before` would change: fields of the flow, nodes by id, edges. Defaults count as said. */
export function diffFlow(before: FlowVersionDefinition, after: FlowVersionDefinition): PlannedDifference[] {
  const [{ nodes: oldNodes = [], edges: oldEdges = [], ...oldFields }, { nodes = [], edges = [], ...fields }] = [
    canonical(before),
    canonical(after),
  ];
  return [
    ...changedFields('flow', oldFields, fields),
    ...diffEntries(
      byKey(oldNodes, node => `node ${node.id}`),
      byKey(nodes, node => `node ${node.id}`),
    ),
    ...diffEntries(byKey(oldEdges, edgeLabel), byKey(edges, edgeLabel)),
    ...diffOrder('order of nodes', oldNodes, nodes, node => node.id),
    ...diffOrder('order of edges', oldEdges, edges, edgeLabel),
  ];
}

interface CanonicalFlow {
  nodes?: { id: string }[];
  edges?: CanonicalEdge[];
}

interface CanonicalEdge {
  from: string;
  port?: string;
  to: string;
}

function canonical(definition: FlowVersionDefinition): CanonicalFlow & Record<string, unknown> {
  return JSON.parse(versionContent(definition)) as CanonicalFlow & Record<string, unknown>;
}

function diffEntries(before: ReadonlyMap<string, unknown>, after: ReadonlyMap<string, unknown>): PlannedDifference[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((subject): PlannedDifference[] => {
    if (!before.has(subject)) return [{ kind: 'added', subject, path: '', after: after.get(subject) }];
    if (!after.has(subject)) return [{ kind: 'removed', subject, path: '', before: before.get(subject) }];
    return changedFields(subject, before.get(subject), after.get(subject));
  });
}

/** Drawing order is the order in which a message's branches are numbered. */
function diffOrder<Entry>(
  subject: string,
  before: readonly Entry[],
  after: readonly Entry[],
  key: (entry: Entry) => string,
): PlannedDifference[] {
  const [old, now] = [before.map(key), after.map(key)];
  const common = (these: readonly string[], those: readonly string[]) => these.filter(one => those.includes(one));
  const [first, second] = [common(old, now), common(now, old)];
  return first.join('\n') === second.join('\n')
    ? []
    : [{ kind: 'changed', subject, path: '', before: old, after: now }];
}

const byKey = <Entry>(entries: readonly Entry[], key: (entry: Entry) => string) =>
  new Map(entries.map(entry => [key(entry), entry]));

const edgeLabel = ({ from, port, to }: CanonicalEdge) => `edge ${from}${port === undefined ? '' : `:${port}`} → ${to}`;
