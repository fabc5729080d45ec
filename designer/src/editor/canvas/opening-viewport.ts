import type { Viewport } from '@xyflow/react';
import type { DraftFlow } from '../draft-flow.ts';
import { portsOf } from '../node-catalog.ts';
import { placeOf } from './draw-flow.ts';
import { nodeHeight, nodeWidth, readableZoom } from './node-geometry.ts';

const margin = 40;

/** A whole that is a little too small to be read is better than one with its end out of sight. */
const smallestWhole = 0.5;

/** Shows all of a flow when it can be made out then, else its beginning, at the left. */
export function openingViewport(
  flow: DraftFlow,
  frame: { clientWidth: number; clientHeight: number } | null,
): Viewport {
  if (!frame || flow.nodes.length === 0) return { x: margin, y: margin, zoom: 1 };
  const boxes = flow.nodes.map((node, index) => ({
    ...placeOf(flow, node.id, index),
    height: nodeHeight(portsOf(node).length),
  }));
  const [left, top] = [Math.min(...boxes.map(({ x }) => x)), Math.min(...boxes.map(({ y }) => y))];
  const width = Math.max(...boxes.map(({ x }) => x + nodeWidth)) - left;
  const height = Math.max(...boxes.map(({ y, height: tall }) => y + tall)) - top;
  const [roomX, roomY] = [frame.clientWidth - 2 * margin, frame.clientHeight - 2 * margin];
  const whole = Math.min(1, roomX / width, roomY / height);
  const zoom = whole < smallestWhole ? readableZoom : whole;
  const start = (room: number, size: number, from: number) =>
    margin + Math.max(0, room - size * zoom) / 2 - from * zoom;
  return { x: start(roomX, width, left), y: start(roomY, height, top), zoom };
}
