import { describe, expect, it } from 'vitest';
import { orderDraft } from './draft.testing.ts';
import { copyNodes, pasteNodes, readCopiedNodes } from './paste-nodes.ts';

describe('pasteNodes', () => {
  it('gives fresh ids and names, and keeps the edges between what was copied', () => {
    const draft = orderDraft();
    const { flow, ids } = pasteNodes(draft, copyNodes(draft, new Set(['route', 'send'])));
    expect(ids).toEqual(['route-2', 'send-2']);
    expect(flow.nodes.slice(-2)).toMatchObject([{ name: 'Route 2' }, { name: 'Send 2' }]);
    expect(flow.edges.slice(2)).toEqual([{ from: 'route-2', port: 'acme', to: 'send-2' }]);
    expect(flow.layout).toMatchObject({ 'route-2': { x: 340, y: 40 }, 'send-2': { x: 640, y: 40 } });
  });

  it('puts the upper left corner where it is asked to', () => {
    const copied = copyNodes(orderDraft(), new Set(['route', 'send']));
    const { flow } = pasteNodes({ nodes: [], edges: [] }, copied, { x: 10, y: 20 });
    expect(flow.layout).toEqual({ route: { x: 10, y: 20 }, send: { x: 310, y: 20 } });
  });

  it('keeps what undoes a node only when it came along', () => {
    const draft = orderDraft();
    const alone = pasteNodes(draft, copyNodes(draft, new Set(['send']))).flow;
    expect(alone.nodes.at(-1)).not.toHaveProperty('compensation');
    const both = pasteNodes(draft, copyNodes(draft, new Set(['send', 'undo']))).flow;
    expect(both.nodes.at(-2)).toMatchObject({ compensation: 'undo-2' });
  });
});

describe('readCopiedNodes', () => {
  it('reads what was copied', () => {
    const copied = copyNodes(orderDraft(), new Set(['send']));
    expect(readCopiedNodes(JSON.stringify(copied))).toEqual(copied);
  });

  it.each(['', 'some prose', 'prose about lineshaft/nodes@1', '{"format":"lineshaft/nodes@1","nodes":[]}'])(
    'passes over %j',
    text => {
      expect(readCopiedNodes(text)).toBeUndefined();
    },
  );
});
