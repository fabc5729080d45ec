import type { DraftFlow, Position } from '../draft-flow.ts';
import { placeOf } from './draw-flow.ts';

export type Direction = 'left' | 'right' | 'up' | 'down';

const vectors: Record<Direction, Position> = {
  left: { x: -1, y: 0 },
  right: { x: 1, y: 0 },
  up: { x: 0, y: -1 },
  down: { x: 0, y: 1 },
};

/** The nearest node in a direction; along edges first, when left or right. */
export function nextNode(flow: DraftFlow, from: string, direction: Direction): string | undefined {
  const places = new Map(flow.nodes.map((node, index) => [node.id, placeOf(flow, node.id, index)]));
  const here = places.get(from);
  if (here === undefined) return flow.nodes[0]?.id;
  const along = new Set(
    flow.edges.flatMap(edge =>
      direction === 'right' && edge.from === from ? edge.to : direction === 'left' && edge.to === from ? edge.from : [],
    ),
  );
  const vector = vectors[direction];
  const ranked = [...places]
    .filter(([id]) => id !== from)
    .map(([id, place]) => {
      const [dx, dy] = [place.x - here.x, place.y - here.y];
      const ahead = dx * vector.x + dy * vector.y;
      const aside = Math.abs(dx * vector.y) + Math.abs(dy * vector.x);
      return { id, ahead, cost: ahead + 2.5 * aside };
    });
  const nearest = (candidates: typeof ranked) => candidates.toSorted((a, b) => a.cost - b.cost)[0]?.id;
  return (
    nearest(ranked.filter(({ id }) => along.has(id))) ??
    nearest(ranked.filter(({ ahead, cost }) => ahead > 0 && cost < 4 * ahead + 400))
  );
}
