import type { DraftFlow } from '../draft-flow.ts';

/** Where the arrow to the node that undoes it leaves a node. No edge is drawn or checked by it: it is a setting of the node. */
export const undoHandle = 'undo:';

export interface UndoArrow {
  from: string;
  to: string;
}

/** From each node that another one undoes to that one; left out where the flow does not have it. */
export function undoArrows(flow: Pick<DraftFlow, 'nodes'>): UndoArrow[] {
  const ids = new Set(flow.nodes.map(({ id }) => id));
  return flow.nodes.flatMap(({ id, compensation }) =>
    typeof compensation === 'string' && ids.has(compensation) ? [{ from: id, to: compensation }] : [],
  );
}

/** Names the arrow among the edges: by it a view marks it. */
export function undoKey({ from, to }: UndoArrow): string {
  return JSON.stringify([from, undoHandle, to]);
}
