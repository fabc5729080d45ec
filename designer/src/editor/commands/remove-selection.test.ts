import { expect, it } from 'vitest';
import { edgeKey } from '../draft-flow.ts';
import { orderDraft } from './draft.testing.ts';
import { removeSelection } from './remove-selection.ts';

const none = new Set<string>();

it('removes nodes with their edges and places', () => {
  const flow = removeSelection(orderDraft(), { nodes: new Set(['route']), edges: none, notes: none });
  expect(flow.nodes.map(({ id }) => id)).toEqual(['receive', 'send', 'undo']);
  expect(flow.edges).toEqual([]);
  expect(flow.layout).not.toHaveProperty('route');
});

it('removes edges and notes alone', () => {
  const edges = new Set([edgeKey({ from: 'receive', to: 'route' })]);
  const flow = removeSelection(orderDraft(), { nodes: none, edges, notes: new Set(['note']) });
  expect(flow.nodes).toHaveLength(4);
  expect(flow.edges).toEqual([{ from: 'route', port: 'acme', to: 'send' }]);
  expect(flow.notes).toEqual([]);
});
