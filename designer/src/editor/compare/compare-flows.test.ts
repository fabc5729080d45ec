import { flowDefinitionSchema } from '@lineshaft/flow';
import { expect, it } from 'vitest';
import { addNode } from '../commands/add-node.ts';
import { changeNodeField } from '../commands/change-node-field.ts';
import { changeFlowField } from '../commands/change-flow-fields.ts';
import { connectNodes } from '../commands/connect-nodes.ts';
import { orderDraft } from '../commands/draft.testing.ts';
import { moveNodes } from '../commands/move-nodes.ts';
import { removeSelection } from '../commands/remove-selection.ts';
import { nodeCatalog } from '../node-catalog.ts';
import { compareFlows } from './compare-flows.ts';

const base = orderDraft();
const none = new Set<string>();

it('finds no difference between a draft and its published form, with defaults filled in and without layout', () => {
  const { layout: _layout, notes: _notes, ...published } = flowDefinitionSchema.parse(base);
  const moved = moveNodes(base, new Map([['send', { x: 9, y: 9 }]]));
  expect(compareFlows(published, moved)).toEqual({ fields: [], nodes: [], edges: [], isSame: true });
});

it('names the changed fields of a node and of the flow', () => {
  const after = changeFlowField(
    changeNodeField(base, 'send', '/config/headers/x-id', '{{ id }}'),
    '/keys/orderingKey',
    'po',
  );
  expect(compareFlows(base, after)).toMatchObject({
    fields: [{ path: ['keys', 'orderingKey'], before: undefined, after: 'po' }],
    nodes: [
      {
        id: 'send',
        name: 'Send',
        change: 'changed',
        fields: [{ path: ['config', 'headers'], before: undefined, after: { 'x-id': '{{ id }}' } }],
      },
    ],
    isSame: false,
  });
});

it('names what was added and removed', () => {
  const added = addNode(base, nodeCatalog.get('mapping')!, { x: 0, y: 0 });
  const connected = connectNodes(added, { from: 'route', port: 'other', to: 'mapping' });
  const after = removeSelection(connected, { nodes: new Set(['undo']), edges: none, notes: none });
  expect(compareFlows(base, after)).toMatchObject({
    nodes: [
      { id: 'mapping', change: 'added' },
      { id: 'undo', change: 'removed' },
    ],
    edges: [{ edge: { from: 'route', port: 'other', to: 'mapping' }, change: 'added' }],
  });
});

it('compares drafts that are not valid, too', () => {
  const after = { ...base, owner: 7, nodes: [...base.nodes, { id: 'x', config: 3 }] };
  expect(compareFlows(base, after)).toMatchObject({
    fields: [{ path: ['owner'], before: 'Procurement', after: 7 }],
    nodes: [{ id: 'x', change: 'added' }],
  });
});
