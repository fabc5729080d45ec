import { expect, it } from 'vitest';
import { orderDraft } from './draft.testing.ts';
import { duplicateSelection } from './duplicate-selection.ts';

it('adds the chosen nodes and notes once more and says which they are', () => {
  const doubled = duplicateSelection(orderDraft(), { nodes: new Set(['send']), notes: new Set(['note']) });
  expect(doubled?.pasted).toEqual({ nodes: new Set(['send-2']), notes: new Set(['note-2']) });
  expect([doubled?.flow.nodes.length, doubled?.flow.notes?.length]).toEqual([5, 2]);
});

it('does nothing when nothing is chosen', () => {
  expect(duplicateSelection(orderDraft(), { nodes: new Set(), notes: new Set() })).toBeUndefined();
});
