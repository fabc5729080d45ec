import { describe, expect, it } from 'vitest';
import { changeNodeField } from '../commands/change-node-field.ts';
import { orderDraft } from '../commands/draft.testing.ts';
import { removeSelection } from '../commands/remove-selection.ts';
import type { DraftFlow } from '../draft-flow.ts';
import { createEditorStore, noSelection } from './editor-store.ts';

function open() {
  const clock = { now: 0 };
  const store = createEditorStore('orders', orderDraft(), () => clock.now);
  const type = (text: string) =>
    store.getState().edit(flow => changeNodeField(flow, 'send', '/config/url', text), 'send/config/url');
  const url = () => store.getState().flow?.nodes[2]?.config?.['url'];
  return { store, clock, type, url, state: () => store.getState() };
}

describe('undo', () => {
  it('takes back typing in one field as one step, and does it again', () => {
    const { type, url, state } = open();
    for (const text of ['h', 'ht', 'http']) type(text);
    expect(state().history.past).toHaveLength(1);
    state().undo();
    expect(url()).toBe('https://erp.example/');
    state().redo();
    expect(url()).toBe('http');
  });

  it('has a step of its own after a pause, and for another field', () => {
    const { type, url, state, clock } = open();
    type('a');
    clock.now = 2000;
    type('b');
    state().edit(flow => changeNodeField(flow, 'send', '/name', 'Other'), 'send/name');
    expect(state().history.past).toHaveLength(3);
    state().undo();
    state().undo();
    expect(url()).toBe('a');
  });

  it('forgets what was undone when something else is done', () => {
    const { type, state } = open();
    type('a');
    state().undo();
    state().edit(flow => changeNodeField(flow, 'send', '/name', 'Other'));
    state().redo();
    expect(state().flow?.nodes[2]).toMatchObject({ name: 'Other', config: { url: 'https://erp.example/' } });
  });

  it('leaves the selection to itself, except for what is gone', () => {
    const { state } = open();
    state().select({ nodes: new Set(['send', 'route']) });
    state().edit(flow => removeSelection(flow, { ...noSelection, nodes: new Set(['send']) }));
    expect([...state().selection.nodes]).toEqual(['route']);
    state().undo();
    expect([...state().selection.nodes]).toEqual(['route']);
  });

  it('undoes what came from elsewhere, which is no edit of this person', () => {
    const { state } = open();
    state().adopt({ ...orderDraft(), name: 'From elsewhere' });
    expect(state().edits).toBe(0);
    state().undo();
    expect(state().document['name']).toBe('Orders');
    expect(state().edits).toBe(1);
  });
});

describe('the document', () => {
  it('is kept when it cannot be drawn, and the reason is told', () => {
    const { state } = open();
    state().replace({
      ...orderDraft(),
      nodes: [
        { id: 'a', type: 'mapping' },
        { id: 'a', type: 'mapping' },
      ],
    });
    expect(state().flow).toBeUndefined();
    expect(state().fault).toContain('two nodes of the same id');
    state().edit(() => ({ nodes: [], edges: [] }) as DraftFlow);
    expect(state().document['nodes']).toHaveLength(2);
    state().undo();
    expect(state().fault).toBeUndefined();
  });

  it('does not count a command that changes nothing', () => {
    const { state } = open();
    state().edit(flow => flow);
    expect(state()).toMatchObject({ edits: 0, history: { past: [] } });
  });
});
