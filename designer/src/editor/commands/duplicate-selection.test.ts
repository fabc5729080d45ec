import { expect, it } from 'vitest';
import { orderDraft } from './draft.testing.ts';
import { duplicateSelection } from './duplicate-selection.ts';

it('adds the chosen nodes once more and says which they are', () => {
  const { flow, ids } = duplicateSelection(orderDraft(), new Set(['send']));
  expect(ids).toEqual(['send-2']);
  expect(flow.nodes).toHaveLength(5);
});

it('leaves the flow alone when nothing is chosen', () => {
  const draft = orderDraft();
  expect(duplicateSelection(draft, new Set()).flow).toBe(draft);
});
