import { expect, it } from 'vitest';
import { orderDraft } from './draft.testing.ts';
import { moveNodes } from './move-nodes.ts';

it('puts nodes and notes to whole pixels and leaves the others', () => {
  const moved = new Map([
    ['send', { x: 1.6, y: 2 }],
    ['note', { x: 5, y: 6.2 }],
    ['gone', { x: 9, y: 9 }],
  ]);
  const flow = moveNodes(orderDraft(), moved);
  expect(flow.layout).toMatchObject({ receive: { x: 0, y: 0 }, send: { x: 2, y: 2 } });
  expect(flow.layout).not.toHaveProperty('gone');
  expect(flow.notes?.[0]).toMatchObject({ x: 5, y: 6, text: 'Ask the ERP team' });
});
