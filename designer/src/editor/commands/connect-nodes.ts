import { checkFlow, type FlowProblemCode, type NodeTypes } from '@lineshaft/flow';
import { type DraftEdge, type DraftFlow, edgeKey } from '../draft-flow.ts';
import { nodeCatalog } from '../node-catalog.ts';

/** Faults that an edge brings by itself, the plainest first; all others can be mended later. */
const edgeFaults: readonly FlowProblemCode[] = [
  'edge-from-unknown',
  'edge-to-unknown',
  'edge-port-unknown',
  'edge-into-source',
  'edge-duplicate',
  'edge-self',
  'error-port-not-chosen',
  'circle',
  'compensation-unknown',
];

/** Draws an edge. @throws Error with the reason when the edge would make the flow wrong. */
export function connectNodes(flow: DraftFlow, edge: DraftEdge, catalog = nodeCatalog): DraftFlow {
  const reason = refusalOf(flow, edge, catalog);
  if (reason !== undefined) throw new Error(reason);
  return { ...flow, edges: [...flow.edges, drawn(edge)] };
}

const answers = new WeakMap<DraftFlow, Map<string, string | undefined>>();

/** Why an edge must not be drawn, in the words of `checkFlow`; undefined when it may. Asked at every move of a pointer. */
export function refusalOf(flow: DraftFlow, edge: DraftEdge, catalog: NodeTypes = nodeCatalog): string | undefined {
  const known = answers.get(flow) ?? new Map<string, string | undefined>();
  answers.set(flow, known);
  const key = edgeKey(edge);
  if (!known.has(key)) known.set(key, findRefusal(flow, edge, catalog));
  return known.get(key);
}

function findRefusal(flow: DraftFlow, edge: DraftEdge, catalog: NodeTypes): string | undefined {
  if (flow.edges.some(other => edgeKey(other) === edgeKey(edge))) return 'There is an edge between them already.';
  const [ahead, edges] = whatLiesAhead(flow, edge.to);
  const closesCircle = edge.from !== edge.to && ahead.has(edge.from);
  const ends = new Set([edge.from, edge.to]);
  // Only the ends are looked at by type; a circle and what undoes a node need names alone.
  const nodes = flow.nodes
    .filter(node => ends.has(node.id) || ahead.has(node.id) || node['compensation'] === edge.to)
    .map(node => (ends.has(node.id) ? node : { id: node.id, name: node.name, compensation: node['compensation'] }));
  const all = closesCircle ? [...edges, drawn(edge)] : [drawn(edge)];
  const path = `/edges/${all.length - 1}`;
  const problems = checkFlow({ nodes, edges: all }, { nodeTypes: catalog });
  const undone = new Set(flow.nodes.filter(node => node['compensation'] === edge.to).map(node => node.id));
  const against = problems.filter(
    problem =>
      problem.path === path ||
      problem.path.startsWith(`${path}/`) ||
      problem.code === 'circle' ||
      (problem.code === 'compensation-unknown' && undone.has(problem.nodeId ?? '')),
  );
  return edgeFaults.flatMap(code => against.find(problem => problem.code === code) ?? [])[0]?.message;
}

/** The nodes that messages of a node can come to, and the edges on the way. */
function whatLiesAhead(flow: DraftFlow, start: string): [Set<string>, DraftEdge[]] {
  const leaving = Map.groupBy(flow.edges, edge => edge.from);
  const reached = new Set([start]);
  for (const id of reached) for (const { to } of leaving.get(id) ?? []) reached.add(to);
  return [reached, flow.edges.filter(edge => reached.has(edge.from))];
}

/** Edges as a file writes them: the port `out` goes without saying. */
function drawn({ from, port = 'out', to }: DraftEdge): DraftEdge {
  return port === 'out' ? { from, to } : { from, port, to };
}
