import type { DraftFlow, Position } from '../draft-flow.ts';
import { placeOf } from './draw-flow.ts';
import { nodeHeight, nodeWidth } from './node-geometry.ts';

const step = 30;

/** The wished place, or the next one beneath it where a new node covers no other. */
export function freePlace(flow: DraftFlow, wish: Position): Position {
  const taken = flow.nodes.map((node, index) => placeOf(flow, node.id, index));
  const isFree = ({ x, y }: Position) =>
    taken.every(place => Math.abs(place.x - x) > nodeWidth || Math.abs(place.y - y) > nodeHeight(1) + 10);
  let { x, y } = wish;
  while (!isFree({ x, y })) y += step;
  return { x, y };
}

/** A free place to the right of a node: where messages go on to. */
export function placeAfter(flow: DraftFlow, id: string): Position {
  const index = flow.nodes.findIndex(node => node.id === id);
  const { x, y } = placeOf(flow, id, Math.max(0, index));
  return freePlace(flow, { x: x + nodeWidth + 64, y });
}
