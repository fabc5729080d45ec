import type { DraftFlow, Position } from '../draft-flow.ts';
import { rounded } from './add-node.ts';

/** Puts nodes and notes to new places, by id. */
export function moveNodes(flow: DraftFlow, positions: ReadonlyMap<string, Position>): DraftFlow {
  const layout = { ...flow.layout };
  for (const { id } of flow.nodes) {
    const position = positions.get(id);
    if (position !== undefined) layout[id] = rounded(position);
  }
  if (flow.notes === undefined) return { ...flow, layout };
  const notes = flow.notes.map(note => {
    const position = positions.get(note.id);
    return position === undefined ? note : { ...note, ...rounded(position) };
  });
  return { ...flow, layout, notes };
}
