import type { DraftFlow, DraftNote, Position } from '../draft-flow.ts';
import { rounded } from './add-node.ts';
import { freshId } from './fresh-id.ts';

/** Lays an empty note on the canvas; it is the last of `notes`. */
export function addNote(flow: DraftFlow, position: Position): DraftFlow {
  const notes = flow.notes ?? [];
  // Notes and nodes are chosen and moved by the same ids.
  const taken = new Set([...notes, ...flow.nodes].map(({ id }) => id));
  return { ...flow, notes: [...notes, { id: freshId('note', taken), text: '', ...rounded(position) }] };
}

/** Changes the text or the size of a note. */
export function changeNote(
  flow: DraftFlow,
  id: string,
  change: Partial<Pick<DraftNote, 'text' | 'width' | 'height'>>,
): DraftFlow {
  if (flow.notes === undefined) return flow;
  return { ...flow, notes: flow.notes.map(note => (note.id === id ? { ...note, ...change } : note)) };
}
