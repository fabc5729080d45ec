import type { LiveFlow } from '@lineshaft/api';
import { flowDefinitionSchema, flowFormat } from '@lineshaft/flow';
import { describe, expect, it } from 'vitest';
import { edgeKey } from '../../../editor/draft-flow.ts';
import { liveMarks } from './live-marks.ts';

const definition = flowDefinitionSchema.parse({
  format: flowFormat,
  id: 'orders',
  name: 'Orders',
  owner: 'Team',
  domain: 'procurement',
  nodes: [
    { id: 'in', type: 'http.webhook', name: 'In' },
    { id: 'send', type: 'http.request', name: 'Send' },
  ],
  edges: [{ from: 'in', to: 'send' }],
});

const quiet: LiveFlow = {
  at: '2026-11-25T08:00:00.000Z',
  windowSeconds: 60,
  isPartial: false,
  nodes: [],
  ports: [],
  ended: { succeeded: 0, failed: 0, cancelled: 0 },
  open: [],
};

describe('a flow at work', () => {
  it('shows nothing while nothing happens', () => {
    const { nodes, edges } = liveMarks(definition, quiet);
    expect([nodes.size, edges.size]).toEqual([0, 0]);
  });

  it('counts the messages of each edge, and what a source let in', () => {
    const { nodes, edges } = liveMarks(definition, {
      ...quiet,
      ports: [{ nodeId: 'in', port: 'out', messages: 1200 }],
    });
    expect(edges.get(edgeKey({ from: 'in', port: 'out', to: 'send' }))).toEqual({ tone: 'good', text: '1,200' });
    expect(nodes.get('in')).toEqual({ tone: 'good', below: '1,200' });
  });

  it('puts what needs a person before everything else', () => {
    const { nodes } = liveMarks(definition, {
      ...quiet,
      nodes: [{ nodeId: 'send', succeeded: 9, failed: 1, durationMs: 12 }],
      open: [{ nodeId: 'send', active: 1, waiting: 2, held: 0, dead: 3 }],
    });
    expect(nodes.get('send')).toEqual({
      tone: 'bad',
      below: '3 dead-lettered · 2 waiting · 1 at work · 1 attempts failed · 9 · 12 ms each',
    });
  });
});
