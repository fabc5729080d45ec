import { type NodeHandle, Position } from '@xyflow/react';
import { undoHandle } from './undo-arrows.ts';

/** Sizes in pixels. The boxes are drawn to them, so that nothing need be measured before edges can be drawn. */
export const nodeWidth = 216;
export const headHeight = 50;
const portHeight = 22;

/** Names cannot be read when the drawing is looked at from farther. */
export const readableZoom = 0.65;

const handleSize = 12;

/** The one way in of a node. */
export const inputHandle = 'in';

/** A node with one output has it beside its head; several stand beneath, each with its name. */
export function nodeHeight(ports: number): number {
  return ports > 1 ? headHeight + ports * portHeight + 6 : headHeight;
}

/** Middle of an output, from the top of its node. */
export function portTop(index: number, ports: number): number {
  return ports > 1 ? headHeight + (index + 0.5) * portHeight : headHeight / 2;
}

/** Where the edges of a node begin and end. */
export function handlesOf(
  ports: readonly { name: string }[],
  { hasInput, isUndone }: { hasInput: boolean; isUndone: boolean },
): NodeHandle[] {
  const input = { id: inputHandle, type: 'target' as const, position: Position.Left, ...centred(0, headHeight / 2) };
  const outputs = ports.map((port, index) => ({
    id: port.name,
    type: 'source' as const,
    position: Position.Right,
    ...centred(nodeWidth, portTop(index, ports.length)),
  }));
  const undo = {
    id: undoHandle,
    type: 'source' as const,
    position: Position.Bottom,
    ...centred(nodeWidth / 2, nodeHeight(ports.length)),
  };
  return [...(hasInput ? [input] : []), ...outputs, ...(isUndone ? [undo] : [])];
}

function centred(x: number, y: number) {
  return { x: x - handleSize / 2, y: y - handleSize / 2, width: handleSize, height: handleSize };
}
