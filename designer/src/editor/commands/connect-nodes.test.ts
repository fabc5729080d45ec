import { describe, expect, it } from 'vitest';
import { connectNodes, refusalOf } from './connect-nodes.ts';
import { orderDraft } from './draft.testing.ts';

describe('connectNodes', () => {
  it('draws an edge from a port', () => {
    const flow = connectNodes(orderDraft(), { from: 'route', port: 'other', to: 'send' });
    expect(flow.edges.at(-1)).toEqual({ from: 'route', port: 'other', to: 'send' });
  });

  it('throws the reason for which it draws none', () => {
    expect(() => connectNodes(orderDraft(), { from: 'send', port: 'response', to: 'receive' })).toThrow(
      'A source takes messages from outside only',
    );
  });
});

describe('refusalOf', () => {
  it.each([
    ['an edge that is there', { from: 'receive', port: 'out', to: 'route' }, 'already'],
    ['an edge to itself', { from: 'send', port: 'response', to: 'send' }, 'back to itself'],
    ['a port that the node does not have', { from: 'route', port: 'nowhere', to: 'send' }, 'no port "nowhere"'],
    ['a circle', { from: 'send', port: 'response', to: 'route' }, 'run in a circle'],
    ['an edge into what undoes a node', { from: 'route', port: 'other', to: 'undo' }, 'runs only for that'],
    ['an error port that was not chosen', { from: 'send', port: 'error', to: 'undo' }, 'dead letter channel'],
  ])('names the reason against %s', (_, edge, reason) => {
    expect(refusalOf(orderDraft(), edge)).toContain(reason);
  });

  it('has nothing against an edge that leaves other faults to be mended', () => {
    const draft = orderDraft();
    const unfinished = { ...draft, nodes: [...draft.nodes, { id: 'map', type: 'mapping', config: {} }] };
    expect(refusalOf(unfinished, { from: 'route', port: 'other', to: 'map' })).toBeUndefined();
    expect(refusalOf(unfinished, { from: 'map', to: 'send' })).toBeUndefined();
  });

  it('has nothing against an edge because of a circle somewhere else', () => {
    const draft = orderDraft();
    const circle = [
      { from: 'undo', port: 'response', to: 'map' },
      { from: 'map', to: 'undo' },
    ];
    const flow = {
      ...draft,
      nodes: [...draft.nodes, { id: 'map', type: 'mapping' }],
      edges: [...draft.edges, ...circle],
    };
    expect(refusalOf(flow, { from: 'route', port: 'other', to: 'send' })).toBeUndefined();
  });
});
