import { describe, expect, it } from 'vitest';
import { orderDraft } from './draft.testing.ts';
import { copyNodes, pasteNodes, readCopiedNodes } from './paste-nodes.ts';

const chosen = (nodes: string[], notes: string[] = []) => ({ nodes: new Set(nodes), notes: new Set(notes) });

describe('pasteNodes', () => {
  it('gives fresh ids and names, and keeps the edges between what was copied', () => {
    const draft = orderDraft();
    const { flow, pasted } = pasteNodes(draft, copyNodes(draft, chosen(['route', 'send'])));
    expect([...pasted.nodes]).toEqual(['route-2', 'send-2']);
    expect(flow.nodes.slice(-2)).toMatchObject([{ name: 'Route 2' }, { name: 'Send 2' }]);
    expect(flow.edges.slice(2)).toEqual([{ from: 'route-2', port: 'acme', to: 'send-2' }]);
    expect(flow.layout).toMatchObject({ 'route-2': { x: 340, y: 40 }, 'send-2': { x: 640, y: 40 } });
  });

  it('puts the upper left corner where it is asked to', () => {
    const copied = copyNodes(orderDraft(), chosen(['route', 'send']));
    const { flow } = pasteNodes({ nodes: [], edges: [] }, copied, { x: 10, y: 20 });
    expect(flow.layout).toEqual({ route: { x: 10, y: 20 }, send: { x: 310, y: 20 } });
  });

  it('takes notes along, where they stood beside the nodes', () => {
    const draft = orderDraft();
    const { flow, pasted } = pasteNodes(draft, copyNodes(draft, chosen(['send'], ['note'])), { x: 0, y: 1000 });
    expect(flow.notes?.at(-1)).toEqual({ id: 'note-2', text: 'Ask the ERP team', x: 0, y: 1300 });
    expect(flow.layout?.['send-2']).toEqual({ x: 600, y: 1000 });
    expect([...pasted.notes]).toEqual(['note-2']);
  });

  it('takes notes alone, and twice', () => {
    const draft = orderDraft();
    const copied = copyNodes(draft, chosen([], ['note']));
    const twice = pasteNodes(pasteNodes(draft, copied).flow, copied).flow;
    expect(twice.notes?.map(({ id }) => id)).toEqual(['note', 'note-2', 'note-3']);
    expect(twice.nodes).toEqual(draft.nodes);
  });

  it('keeps what undoes a node only when it came along', () => {
    const draft = orderDraft();
    const alone = pasteNodes(draft, copyNodes(draft, chosen(['send']))).flow;
    expect(alone.nodes.at(-1)).not.toHaveProperty('compensation');
    const both = pasteNodes(draft, copyNodes(draft, chosen(['send', 'undo']))).flow;
    expect(both.nodes.at(-2)).toMatchObject({ compensation: 'undo-2' });
  });
});

describe('readCopiedNodes', () => {
  it('reads what was copied', () => {
    const copied = copyNodes(orderDraft(), chosen(['send']));
    expect(readCopiedNodes(JSON.stringify(copied))).toEqual(copied);
  });

  it('reads what was copied when notes were not', () => {
    const { notes: _, ...copied } = copyNodes(orderDraft(), chosen(['send']));
    expect(readCopiedNodes(JSON.stringify(copied))).toEqual({ ...copied, notes: [] });
  });

  it.each(['', 'some prose', 'prose about lineshaft/nodes@1', '{"format":"lineshaft/nodes@1","nodes":[]}'])(
    'passes over %j',
    text => {
      expect(readCopiedNodes(text)).toBeUndefined();
    },
  );
});
