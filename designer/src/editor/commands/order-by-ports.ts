import type { graphlib } from '@dagrejs/dagre';

/** What dagre knows of a box, or of a bend of an edge that passes a rank, when it comes to order them. */
interface Place {
  rank: number;
  order: number;
  /** Of a bend: the edge that it belongs to. */
  edgeObj?: { v: string; name?: string };
  edgeLabel?: { reversed?: boolean };
}

/** From a place of one rank to a place of the next; `exit` says how far down its box it leaves, from 0 up to 1. */
interface Way {
  from: string;
  to: string;
  exit: number;
}

type Ranks = string[][];

const sweeps = 12;

/**
 * Orders the boxes of each rank so that few edges cross, as dagre does, but with the ports in mind: dagre takes all edges of
 * a box to leave at one point, and would put what follows a router in any order. The names of edges are the indices of
 * their ports, from the top. What dagre had found stays where nothing better is.
 */
export function orderByPorts(graph: graphlib.Graph, order: (graph: graphlib.Graph) => void): void {
  order(graph);
  const place = (id: string) => graph.node(id) as unknown as Place;
  const ways = waysBetween(graph, place);
  let ranks = ranksOf(graph, place);
  let best = ranks;
  let fewest = crossings(best, ways);
  for (let sweep = 0; sweep < sweeps && fewest > 0; sweep++) {
    ranks = sweep % 2 === 0 ? sweepDown(ranks, ways) : sweepUp(ranks, ways);
    const found = crossings(ranks, ways);
    if (found < fewest) [best, fewest] = [ranks, found];
  }
  for (const rank of best) for (const [index, id] of rank.entries()) place(id).order = index;
}

function ranksOf(graph: graphlib.Graph, place: (id: string) => Place): Ranks {
  const ranks: Ranks = [];
  for (const id of graph.nodes()) (ranks[place(id).rank] ??= []).push(id);
  return Array.from(ranks, rank => (rank ?? []).toSorted((a, b) => place(a).order - place(b).order));
}

/** By the rank that they begin in. */
function waysBetween(graph: graphlib.Graph, place: (id: string) => Place): Way[][] {
  const ports = 1 + Math.max(0, ...graph.edges().map(({ w }) => portOf(place(w))));
  const ways: Way[][] = [];
  for (const { v, w } of graph.edges()) {
    const leaves = place(w).edgeObj?.v === v;
    (ways[place(v).rank] ??= []).push({ from: v, to: w, exit: leaves ? portOf(place(w)) / ports : 0 });
  }
  return Array.from(ways, each => each ?? []);
}

/** An edge that leads back was turned round: it leaves at the far end, and what is said of its port means that end. */
function portOf({ edgeObj, edgeLabel }: Place): number {
  return edgeLabel?.reversed ? 0 : Number(edgeObj?.name ?? 0);
}

function sweepDown(ranks: Ranks, ways: Way[][]): Ranks {
  const swept: Ranks = ranks.slice(0, 1);
  for (const [index, rank] of ranks.entries()) {
    if (index === 0) continue;
    const at = positions(swept[index - 1] ?? []);
    const entering = Map.groupBy(ways[index - 1] ?? [], ({ to }) => to);
    swept.push(byMean(rank, id => entering.get(id)?.map(({ from, exit }) => (at.get(from) ?? 0) + exit)));
  }
  return swept;
}

function sweepUp(ranks: Ranks, ways: Way[][]): Ranks {
  const swept: Ranks = [...ranks];
  for (let index = ranks.length - 2; index >= 0; index--) {
    const at = positions(swept[index + 1] ?? []);
    const leaving = Map.groupBy(ways[index] ?? [], ({ from }) => from);
    swept[index] = byMean(ranks[index] ?? [], id => leaving.get(id)?.map(({ to }) => at.get(to) ?? 0));
  }
  return swept;
}

/** What has nothing on the other side stays where it is. */
function byMean(rank: string[], othersOf: (id: string) => number[] | undefined): string[] {
  const keyed = rank.map((id, index) => {
    const others = othersOf(id) ?? [];
    return { id, mean: others.length === 0 ? index : others.reduce((sum, each) => sum + each, 0) / others.length };
  });
  return keyed.toSorted((a, b) => a.mean - b.mean).map(({ id }) => id);
}

function crossings(ranks: Ranks, ways: Way[][]): number {
  return ways.reduce((sum, between, index) => sum + crossingsBetween(ranks[index], ranks[index + 1], between), 0);
}

function crossingsBetween(left: string[] = [], right: string[] = [], ways: Way[]): number {
  const [from, to] = [positions(left), positions(right)];
  const ends = ways
    .map(way => [(from.get(way.from) ?? 0) + way.exit, to.get(way.to) ?? 0] as const)
    .toSorted(([a, endOfA], [b, endOfB]) => a - b || endOfA - endOfB)
    .map(([, end]) => end);
  return ends.reduce((sum, end, index) => sum + ends.slice(0, index).filter(earlier => earlier > end).length, 0);
}

function positions(rank: string[]): Map<string, number> {
  return new Map(rank.map((id, index) => [id, index]));
}
