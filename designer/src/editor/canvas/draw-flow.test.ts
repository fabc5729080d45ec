import { describe, expect, it } from 'vitest';
import type { DraftFlow } from '../draft-flow.ts';
import { noSelection } from '../store/editor-store.ts';
import { drawEdges, drawNodes, type Mark } from './draw-flow.ts';
import { undoKey } from './undo-arrows.ts';

const flow: DraftFlow = {
  nodes: [
    { id: 'in', type: 'http.webhook', name: 'In' },
    { id: 'book', type: 'http.request', name: 'Book', compensation: 'unbook' },
    { id: 'unbook', type: 'http.request', name: 'Cancel the booking' },
    { id: 'lost', type: 'http.request', name: 'Lost', compensation: 'nowhere' },
  ],
  edges: [{ from: 'in', to: 'book' }],
  layout: {},
};
const context = { selection: noSelection, problems: [], connections: new Map() };

const handleIds = (nodeId: string) => {
  const node = drawNodes(flow, context, new Map()).find(({ id }) => id === nodeId);
  return node?.handles?.map(({ id }) => id);
};

describe('the drawing of a flow', () => {
  it('has an arrow from a node to the one that undoes it, which cannot be chosen as an edge is', () => {
    const arrows = drawEdges(flow, context, new Map());
    expect(arrows.map(({ source, target, selectable }) => ({ source, target, selectable }))).toEqual([
      { source: 'in', target: 'book', selectable: undefined },
      { source: 'book', target: 'unbook', selectable: false },
    ]);
    expect(handleIds('book')).toContain(arrows[1]?.sourceHandle);
    expect(handleIds('lost')).not.toContain(arrows[1]?.sourceHandle);
  });

  it('lights that arrow when a view marks it', () => {
    const edgeMarks = new Map<string, Mark>([[undoKey({ from: 'book', to: 'unbook' }), { tone: 'good', text: '2' }]]);
    const [, undo] = drawEdges(flow, { ...context, edgeMarks }, new Map());
    expect(undo).toMatchObject({ className: 'edge-undo edge-good', label: '2' });
  });

  it('keeps what did not change, so that it is not rendered anew', () => {
    const [nodes, edges] = [drawNodes(flow, context, new Map()), drawEdges(flow, context, new Map())];
    const marks = new Map<string, Mark>([['in', { tone: 'good' }]]);
    const again = drawNodes(flow, { ...context, marks }, new Map(nodes.map(node => [node.id, node])));
    expect(again.map((node, index) => node === nodes[index])).toEqual([false, true, true, true]);
    const edgesAgain = drawEdges(flow, context, new Map(edges.map(edge => [edge.id, edge])));
    expect(edgesAgain.map((edge, index) => edge === edges[index])).toEqual([true, true]);
  });
});
