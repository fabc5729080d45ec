import { expect, it } from 'vitest';
import { orderDraft } from './draft.testing.ts';
import { renameNode } from './rename-node.ts';

it('changes the name and keeps the id, so that edges hold', () => {
  const flow = renameNode(orderDraft(), 'send', 'Send to SAP');
  expect(flow.nodes[2]).toMatchObject({ id: 'send', name: 'Send to SAP' });
  expect(flow.edges).toEqual(orderDraft().edges);
});
