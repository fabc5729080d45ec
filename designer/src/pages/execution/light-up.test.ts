import type { NodeRun, PendingRunView } from '@lineshaft/api';
import { flowDefinitionSchema, flowFormat } from '@lineshaft/flow';
import { describe, expect, it } from 'vitest';
import { undoKey } from '../../editor/canvas/undo-arrows.ts';
import { edgeKey } from '../../editor/draft-flow.ts';
import { lightUp } from './light-up.ts';

const definition = flowDefinitionSchema.parse({
  format: flowFormat,
  id: 'orders',
  name: 'Orders',
  owner: 'Team',
  domain: 'procurement',
  nodes: [
    { id: 'in', type: 'http.webhook', name: 'In' },
    { id: 'book', type: 'http.request', name: 'Book', compensation: 'unbook' },
    { id: 'send', type: 'http.request', name: 'Send' },
    { id: 'unbook', type: 'http.request', name: 'Cancel the booking' },
  ],
  edges: [
    { from: 'in', to: 'book' },
    { from: 'book', to: 'send' },
  ],
});

const run = (number: number, nodeId: string, more: Partial<NodeRun> & { from?: number } = {}): NodeRun => {
  const { from, ...rest } = more;
  return {
    run: number,
    nodeId,
    nodeName: nodeId,
    nodeType: 'http.request',
    attempt: 1,
    undoes: null,
    state: 'succeeded',
    startedAt: '2026-11-25T08:00:00.000Z',
    durationMs: 12,
    error: null,
    input: {
      contentType: 'application/json',
      size: 0,
      truncated: false,
      headers: {},
      fromRun: from ?? null,
      port: from === undefined ? null : 'out',
    },
    outputs: [],
    ...rest,
  };
};
const due = (more: Partial<PendingRunView>): PendingRunView => ({
  run: 2,
  nodeId: 'send',
  attempt: 1,
  dueAt: null,
  dead: false,
  held: false,
  ...more,
});
const lit = (nodeRuns: NodeRun[], pending: PendingRunView[] = []) => lightUp(definition, { nodeRuns, pending });

describe('the flow, lit by an execution', () => {
  it('shows the way of the message from where it came in', () => {
    const { nodes, edges } = lit([run(1, 'book'), run(2, 'send', { from: 1 })]);
    expect(nodes.get('in')).toEqual({ tone: 'good', below: 'message came in' });
    expect(nodes.get('send')).toEqual({ tone: 'good', below: '12 ms' });
    expect([...edges.keys()]).toEqual([edgeKey({ from: 'book', to: 'send' }), edgeKey({ from: 'in', to: 'book' })]);
    expect(nodes.has('unbook')).toBe(false);
  });

  it('counts runs at nodes and edges, and attempts where some failed', () => {
    const { nodes, edges } = lit([
      run(1, 'book'),
      run(2, 'send', { from: 1 }),
      run(3, 'send', { from: 1, state: 'failed' }),
      run(3, 'send', { from: 1, attempt: 2, durationMs: 30 }),
    ]);
    expect(nodes.get('send')).toEqual({ tone: 'good', below: '54 ms · ×2 · 3 attempts' });
    expect(edges.get(edgeKey({ from: 'book', to: 'send' }))).toEqual({ tone: 'good', text: '2' });
  });

  it('shows what was undone, and the way of the undoing', () => {
    const { nodes, edges } = lit([
      run(1, 'book'),
      run(2, 'send', { from: 1, state: 'failed' }),
      run(3, 'unbook', { from: 1, undoes: 1 }),
    ]);
    expect(nodes.get('book')).toEqual({ tone: 'undone', below: 'undone' });
    expect(nodes.get('send')?.tone).toBe('bad');
    expect(edges.get(undoKey({ from: 'book', to: 'unbook' }))).toEqual({ tone: 'good' });
    expect(edges.has(edgeKey({ from: 'book', to: 'unbook' }))).toBe(false);
  });

  it.each([
    ['a person must help', { dead: true }, { tone: 'bad', below: 'failed for good · 1 attempt' }],
    ['its connection is held', { held: true }, { tone: 'busy', below: 'held' }],
    [
      'it is tried again later',
      { dueAt: '2026-11-25T09:00:00.000Z' },
      { tone: 'busy', below: 'waits after attempt 1' },
    ],
    ['it is at work', {}, { tone: 'running', below: 'due' }],
  ] as const)('says of a node when %s', (_, pending, mark) => {
    const failed = run(2, 'send', { from: 1, state: 'failed' });
    expect(lit([run(1, 'book'), failed], [due(pending)]).nodes.get('send')).toEqual(mark);
  });
});
