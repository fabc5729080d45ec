import type { KnownNode } from './nodes.ts';
import { jsonPointer, type Problem } from './problem.ts';
import type { DraftEdge } from './read.ts';

/** More circles than this are one tangle; the analyst unties it step by step. */
const maxCircles = 20;

/**
 * One problem for every edge that closes a circle: without those edges the flow has none. An edge from a node to
 * itself is another problem and left out.
 */
export function checkCircles(nodes: ReadonlyMap<string, KnownNode>, edges: readonly DraftEdge[]): Problem[] {
  const outgoing = Map.groupBy(
    edges.filter(edge => edge.from !== edge.to && nodes.has(edge.from) && nodes.has(edge.to)),
    edge => edge.from,
  );
  const done = new Set<string>();
  const problems: Problem[] = [];
  for (const start of nodes.keys()) {
    if (!done.has(start)) problems.push(...closingEdges(start, outgoing, done).map(found => circle(found, nodes)));
    if (problems.length >= maxCircles) break;
  }
  return problems.slice(0, maxCircles);
}

interface ClosingEdge {
  edge: DraftEdge;
  /** The nodes on the circle in the order a message would take. */
  ids: string[];
}

/** Walks depth first with a stack of its own: a flow may be longer than the call stack. */
function closingEdges(start: string, outgoing: ReadonlyMap<string, DraftEdge[]>, done: Set<string>): ClosingEdge[] {
  const found: ClosingEdge[] = [];
  const way = [{ id: start, next: 0 }];
  const placeOnWay = new Map([[start, 0]]);
  for (let here = way.at(-1); here !== undefined; here = way.at(-1)) {
    const edge = outgoing.get(here.id)?.[here.next++];
    if (edge === undefined) {
      done.add(here.id);
      placeOnWay.delete(here.id);
      way.pop();
      continue;
    }
    const place = placeOnWay.get(edge.to);
    if (place !== undefined) found.push({ edge, ids: way.slice(place).map(step => step.id) });
    else if (!done.has(edge.to)) {
      placeOnWay.set(edge.to, way.length);
      way.push({ id: edge.to, next: 0 });
    }
    if (found.length >= maxCircles) break;
  }
  return found;
}

function circle({ edge, ids }: ClosingEdge, nodes: ReadonlyMap<string, KnownNode>): Problem {
  const labels = [...ids, edge.to].map(id => nodes.get(id)?.label ?? id);
  const message = `These nodes run in a circle: ${labels.join(' → ')}. A message would never come to an end: remove one of the edges between them.`;
  return { path: jsonPointer(['edges', edge.index]), nodeId: edge.to, severity: 'error', code: 'circle', message };
}
