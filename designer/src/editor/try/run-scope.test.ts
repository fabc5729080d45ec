import { describe, expect, it } from 'vitest';
import type { DraftFlow } from '../draft-flow.ts';
import { deliveriesOf, sourcesOf } from './run-scope.ts';

/** web → map → post → note → file, and clock → file; post is undone by undo. */
const flow: DraftFlow = {
  nodes: [
    { id: 'web', type: 'http.webhook' },
    { id: 'clock', type: 'schedule' },
    { id: 'map', type: 'mapping' },
    { id: 'post', type: 'http.request', compensation: 'undo' },
    { id: 'note', type: 'mapping' },
    { id: 'file', type: 'file.write' },
    { id: 'undo', type: 'http.request' },
  ],
  edges: [
    { from: 'web', to: 'map' },
    { from: 'map', to: 'post' },
    { from: 'post', port: 'response', to: 'note' },
    { from: 'note', to: 'file' },
    { from: 'clock', to: 'file' },
  ],
};
const ids = (nodes: { id: string }[]) => nodes.map(({ id }) => id);
const nothing = () => false;

describe('what a run would really send', () => {
  it('is what lies on the way, and what would undo it', () => {
    expect(ids(deliveriesOf(flow, { kind: 'all' }, 'web', nothing))).toEqual(['post', 'file', 'undo']);
    expect(ids(deliveriesOf(flow, { kind: 'all' }, 'clock', nothing))).toEqual(['file']);
  });

  it('ends where the run ends', () => {
    expect(ids(deliveriesOf(flow, { kind: 'until', nodeId: 'note' }, 'web', nothing))).toEqual(['post', 'undo']);
    expect(ids(deliveriesOf(flow, { kind: 'until', nodeId: 'map' }, 'web', nothing))).toEqual([]);
    expect(ids(deliveriesOf(flow, { kind: 'only', nodeId: 'file' }, 'web', nothing))).toEqual(['file']);
  });

  it('leaves out what is pinned', () => {
    expect(ids(deliveriesOf(flow, { kind: 'all' }, 'web', id => id === 'post'))).toEqual(['file', 'undo']);
  });
});

describe('where a sample can come in', () => {
  it('is at the sources that lead to where the run ends', () => {
    expect(ids(sourcesOf(flow, { kind: 'all' }))).toEqual(['web', 'clock']);
    expect(ids(sourcesOf(flow, { kind: 'until', nodeId: 'note' }))).toEqual(['web']);
  });
});
