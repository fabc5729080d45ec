import { expect, it } from 'vitest';
import { addNote, changeNote } from './add-note.ts';
import { orderDraft } from './draft.testing.ts';

it('lays an empty note on the canvas', () => {
  const flow = addNote(orderDraft(), { x: 1.2, y: 2 });
  expect(flow.notes?.at(-1)).toEqual({ id: 'note-2', text: '', x: 1, y: 2 });
});

it('changes the text of one note', () => {
  const flow = changeNote(addNote(orderDraft(), { x: 0, y: 0 }), 'note-2', { text: 'Later' });
  expect(flow.notes?.map(note => note.text)).toEqual(['Ask the ERP team', 'Later']);
});
