import { describe, expect, it } from 'vitest';
import { changeNodeField } from '../commands/change-node-field.ts';
import { orderDraft } from '../commands/draft.testing.ts';
import { moveNodes } from '../commands/move-nodes.ts';
import { removeSelection } from '../commands/remove-selection.ts';
import { connectNodes } from '../commands/connect-nodes.ts';
import { addNode } from '../commands/add-node.ts';
import { nodeCatalog } from '../node-catalog.ts';
import { mergeFlows } from './merge-flows.ts';

const base = orderDraft();
const none = new Set<string>();
const without = (id: string) => removeSelection(base, { nodes: new Set([id]), edges: none, notes: none });
const mapping = nodeCatalog.get('mapping')!;

describe('mergeFlows', () => {
  it('takes what each of them changed, also within one node', () => {
    const theirs = changeNodeField(base, 'send', '/name', 'Send to SAP');
    const mine = changeNodeField(
      changeNodeField(base, 'route', '/name', 'By partner'),
      'send',
      '/config/url',
      'https://sap.example/',
    );
    const { merged, conflicts } = mergeFlows(base, theirs, mine);
    expect(conflicts).toEqual([]);
    expect(merged['nodes']).toMatchObject([
      { id: 'receive' },
      { id: 'route', name: 'By partner' },
      { id: 'send', name: 'Send to SAP', config: { url: 'https://sap.example/' } },
      { id: 'undo' },
    ]);
  });

  it('takes new nodes and edges of both, each in its order', () => {
    const theirs = connectNodes(base, { from: 'route', port: 'other', to: 'send' });
    const added = addNode(base, mapping, { x: 1, y: 1 });
    const mine = connectNodes(added, { from: 'route', port: 'other', to: 'mapping' });
    const { merged, conflicts } = mergeFlows(base, theirs, mine);
    expect(conflicts).toEqual([]);
    expect(merged['edges']).toEqual([...theirs.edges, { from: 'route', port: 'other', to: 'mapping' }]);
    expect(merged['nodes']).toHaveLength(5);
    expect(merged['layout']).toHaveProperty('mapping');
  });

  it('names the field that both changed, and lets it be chosen', () => {
    const theirs = changeNodeField(base, 'send', '/config/url', 'https://theirs.example/');
    const mine = changeNodeField(base, 'send', '/config/url', 'https://mine.example/');
    const { merged, conflicts } = mergeFlows(base, theirs, mine);
    expect(conflicts).toEqual([
      {
        path: ['nodes', 'send', 'config', 'url'],
        base: 'https://erp.example/',
        theirs: 'https://theirs.example/',
        mine: 'https://mine.example/',
      },
    ]);
    expect(merged).toEqual(mine);
    expect(mergeFlows(base, theirs, mine, () => 'theirs').merged).toEqual(theirs);
  });

  it('asks when one removed what the other changed', () => {
    const mine = changeNodeField(base, 'send', '/name', 'Send to SAP');
    const { conflicts } = mergeFlows(base, without('send'), mine);
    expect(conflicts).toMatchObject([{ path: ['nodes', 'send'], theirs: undefined, mine: { name: 'Send to SAP' } }]);
    const gone = mergeFlows(base, without('send'), mine, () => 'theirs').merged;
    expect(gone['edges']).toEqual([{ from: 'receive', to: 'route' }]);
    expect(gone['layout']).not.toHaveProperty('send');
  });

  it('removes what one removed and the other left alone', () => {
    const { merged, conflicts } = mergeFlows(
      base,
      without('undo'),
      changeNodeField(base, 'send', '/name', 'Send to SAP'),
    );
    expect(conflicts).toEqual([]);
    expect(merged['nodes']).toHaveLength(3);
  });

  it('drops an edge to a node that the other removed', () => {
    const mine = connectNodes(base, { from: 'route', port: 'other', to: 'send' });
    const { merged } = mergeFlows(base, without('route'), mine);
    expect(merged['edges']).toEqual([]);
  });

  it('does not ask about places', () => {
    const theirs = moveNodes(base, new Map([['send', { x: 1, y: 1 }]]));
    const mine = moveNodes(base, new Map([['send', { x: 2, y: 2 }]]));
    const { merged, conflicts } = mergeFlows(base, theirs, mine);
    expect(conflicts).toEqual([]);
    expect(merged['layout']).toMatchObject({ send: { x: 2, y: 2 } });
  });

  it('sees no change in another order of fields, as a database gives them back', () => {
    const theirs = JSON.parse(JSON.stringify(base)) as typeof base;
    theirs.nodes = theirs.nodes.map(node => Object.fromEntries(Object.entries(node).toReversed()) as typeof node);
    const mine = changeNodeField(base, 'send', '/name', 'Send to SAP');
    expect(mergeFlows(base, theirs, mine)).toEqual({ merged: mine, conflicts: [] });
  });
});
