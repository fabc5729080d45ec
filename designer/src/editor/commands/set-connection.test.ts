import { expect, it } from 'vitest';
import { orderDraft } from './draft.testing.ts';
import { setConnection } from './set-connection.ts';

it('names a connection, and names none again', () => {
  const flow = setConnection(orderDraft(), 'send', 'erp');
  expect(flow.nodes[2]).toMatchObject({ connection: 'erp' });
  expect(setConnection(flow, 'send', undefined).nodes[2]).not.toHaveProperty('connection');
});
