import { type FlowVersionDefinition, versionContent } from '@lineshaft/flow';
import { diffJson } from '../diff-json.ts';

/** One thing that is different in a flow. */
export interface FlowDifference {
  kind: 'added' | 'removed' | 'changed';
  /** What it is about: `flow`, `node to-erp`, `edge map → to-erp`. */
  subject: string;
  /** JSON pointer into the subject; empty for the whole of it. */
  path: string;
  before?: unknown;
  after?: unknown;
}

/** What publishing `after` in place of `before` would change: fields of the flow, nodes by id, edges. Defaults count as said. */
export function diffFlow(before: FlowVersionDefinition, after: FlowVersionDefinition): FlowDifference[] {
  const [{ nodes: oldNodes = [], edges: oldEdges = [], ...oldFields }, { nodes = [], edges = [], ...fields }] = [
    canonical(before),
    canonical(after),
  ];
  return [
    ...changed('flow', oldFields, fields),
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

function diffEntries(before: ReadonlyMap<string, unknown>, after: ReadonlyMap<string, unknown>): FlowDifference[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((subject): FlowDifference[] => {
    if (!before.has(subject)) return [{ kind: 'added', subject, path: '', after: after.get(subject) }];
    if (!after.has(subject)) return [{ kind: 'removed', subject, path: '', before: before.get(subject) }];
    return changed(subject, before.get(subject), after.get(subject));
  });
}

function changed(subject: string, before: unknown, after: unknown): FlowDifference[] {
  return diffJson(before, after).map(({ path, expected, actual }) => ({
    kind: 'changed',
    subject,
    path,
    ...(expected === undefined ? {} : { before: expected }),
    ...(actual === undefined ? {} : { after: actual }),
  }));
}

/** Drawing order is the order in which a message's branches are numbered. */
function diffOrder<Entry>(
  subject: string,
  before: readonly Entry[],
  after: readonly Entry[],
  key: (entry: Entry) => string,
): FlowDifference[] {
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
