import { expect, it } from 'vitest';
import { changeNodeField } from '../commands/change-node-field.ts';
import { orderDraft } from '../commands/draft.testing.ts';
import { checkDraft } from './check-draft.ts';

it('finds a fault in an expression, at its place', () => {
  const flow = changeNodeField(orderDraft(), 'route', '/config/routes/1/when', 'total >');
  expect(checkDraft(flow, undefined)).toContainEqual(
    expect.objectContaining({ path: '/nodes/1/config/routes/1/when', nodeId: 'route', code: 'expression-invalid' }),
  );
  expect(checkDraft(orderDraft(), undefined).map(({ code }) => code)).not.toContain('expression-invalid');
});

it('knows the connections that there are', () => {
  const flow = orderDraft();
  const named = {
    ...flow,
    nodes: flow.nodes.map(node => (node.id === 'send' ? { ...node, connection: 'erp' } : node)),
  };
  expect(checkDraft(named, new Map()).map(({ code }) => code)).toContain('connection-unknown');
  const known = new Map([['erp', { type: 'http', hasSettings: true }]]);
  expect(checkDraft(named, known).map(({ code }) => code)).not.toContain('connection-unknown');
});
