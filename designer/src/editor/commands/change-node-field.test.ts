import { expect, it } from 'vitest';
import { changeNodeField } from './change-node-field.ts';
import { orderDraft } from './draft.testing.ts';

it('sets one field of a node’s config', () => {
  const flow = changeNodeField(orderDraft(), 'route', '/config/routes/1/when', 'total > 5');
  expect(flow.nodes[1]?.config).toEqual({
    routes: [
      { port: 'acme', when: 'a' },
      { port: 'other', when: 'total > 5' },
    ],
  });
});

it('sets and removes a field of the node itself', () => {
  const flow = changeNodeField(orderDraft(), 'send', '/timeout', '5s');
  expect(flow.nodes[2]).toMatchObject({ timeout: '5s' });
  expect(changeNodeField(flow, 'send', '/timeout', undefined).nodes[2]).not.toHaveProperty('timeout');
});
