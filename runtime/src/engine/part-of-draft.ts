/** The part of a draft, which need not be valid, that a try goes through. */
export interface DraftPart {
  /** Ids of its nodes. */
  nodeIds: ReadonlySet<string>;
  nodes: unknown[];
  edges: unknown[];
}

/** What of a draft's nodes and edges can be told. */
interface Drawn {
  id?: unknown;
  from?: unknown;
  to?: unknown;
  compensation?: unknown;
}

/**
 * All of it; or what leads to one node, with what undoes the nodes on the way; or one node alone. The other nodes may be as
 * unfinished as they like.
 */
export function partOfDraft(
  draft: Readonly<Record<string, unknown>>,
  { until, only }: { until?: string | undefined; only?: string | undefined },
): DraftPart {
  const [nodes, edges] = [drawn(draft['nodes']), drawn(draft['edges'])];
  if (only !== undefined) return part(nodes, [], new Set([only]));
  const all = new Set(nodes.map(({ id }) => String(id)));
  if (until === undefined) return part(nodes, edges, all);
  const wanted = closure([until], id => edges.filter(({ to }) => to === id).map(({ from }) => String(from)));
  const undoing = nodes.flatMap(({ id, compensation }) =>
    wanted.has(String(id)) && typeof compensation === 'string' ? [compensation] : [],
  );
  const after = closure(undoing, id => edges.filter(({ from }) => from === id).map(({ to }) => String(to)));
  const before = edges.filter(({ from }) => from !== until);
  return part(nodes, before, new Set([...wanted, ...after].filter(id => all.has(id))));
}

function part(nodes: readonly Drawn[], edges: readonly Drawn[], nodeIds: ReadonlySet<string>): DraftPart {
  return {
    nodeIds,
    nodes: nodes.filter(({ id }) => nodeIds.has(String(id))),
    edges: edges.filter(({ from, to }) => nodeIds.has(String(from)) && nodeIds.has(String(to))),
  };
}

function drawn(value: unknown): Drawn[] {
  if (!Array.isArray(value)) return [];
  return value.filter((one): one is Drawn => typeof one === 'object' && one !== null);
}

function closure(start: readonly string[], next: (id: string) => readonly string[]): Set<string> {
  const reached = new Set(start);
  for (const id of reached) for (const other of next(id)) reached.add(other);
  return reached;
}
