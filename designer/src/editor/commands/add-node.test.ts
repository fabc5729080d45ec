import { expect, it } from 'vitest';
import { nodeCatalog } from '../node-catalog.ts';
import { addNode } from './add-node.ts';
import { orderDraft } from './draft.testing.ts';

const manifest = nodeCatalog.get('mapping')!;

it('adds a node of the type, named after it, where it was dropped', () => {
  const flow = addNode(orderDraft(), manifest, { x: 10.4, y: 20.6 });
  expect(flow.nodes.at(-1)).toEqual({ id: 'mapping', type: 'mapping', name: 'Mapping', config: {} });
  expect(flow.layout?.['mapping']).toEqual({ x: 10, y: 21 });
});

it('gives a second one a free name and id', () => {
  const flow = addNode(addNode(orderDraft(), manifest, { x: 0, y: 0 }), manifest, { x: 0, y: 0 });
  expect(flow.nodes.at(-1)).toMatchObject({ id: 'mapping-2', name: 'Mapping 2' });
});
