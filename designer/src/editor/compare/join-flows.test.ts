import { expect, it } from 'vitest';
import { orderDraft } from '../commands/draft.testing.ts';
import { removeSelection } from '../commands/remove-selection.ts';
import { edgeKey } from '../draft-flow.ts';
import { compareFlows } from './compare-flows.ts';
import { joinFlows } from './join-flows.ts';

it('draws what was removed beside what is there, and marks it', () => {
  const before = orderDraft();
  const after = removeSelection(before, { nodes: new Set(['send']), edges: new Set(), notes: new Set() });
  const { flow, marks, edgeMarks } = joinFlows(before, after, compareFlows(before, after));
  expect(flow.nodes.map(({ id }) => id).toSorted()).toEqual(['receive', 'route', 'send', 'undo']);
  expect(flow.layout).toHaveProperty('send');
  expect(marks.get('send')).toEqual({ tone: 'removed' });
  expect(edgeMarks.get(edgeKey({ from: 'route', port: 'acme', to: 'send' }))).toEqual({ tone: 'removed' });
});
