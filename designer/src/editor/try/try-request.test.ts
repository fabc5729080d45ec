import { describe, expect, it } from 'vitest';
import type { DraftFlow } from '../draft-flow.ts';
import type { RunScope } from './run-scope.ts';
import { isOutdated, tryRequestOf } from './try-request.ts';

const flow: DraftFlow = {
  nodes: [
    { id: 'web', type: 'http.webhook' },
    { id: 'clock', type: 'schedule' },
    { id: 'map', type: 'mapping' },
    { id: 'loose', type: 'mapping' },
  ],
  edges: [
    { from: 'web', to: 'map' },
    { from: 'clock', to: 'map' },
  ],
};
const requestOf = (scope: RunScope, more = {}) => {
  const what = { document: flow, flow, sampleId: 's', sourceId: undefined, input: undefined, reallySend: false };
  const { definition, ...rest } = tryRequestOf({ ...what, scope, ...more });
  expect(definition).toBe(flow);
  return rest;
};

describe('the request of a try', () => {
  it('names the source where there are several', () => {
    expect(requestOf({ kind: 'all' })).toEqual({ reallySend: false, sample: { id: 's' }, source: 'web' });
    expect(requestOf({ kind: 'until', nodeId: 'map' }, { sourceId: 'clock' })).toMatchObject({
      source: 'clock',
      until: 'map',
    });
    expect(requestOf({ kind: 'until', nodeId: 'web' }, { sourceId: 'clock' })).not.toHaveProperty('source');
  });

  it('runs a node alone on what came into it before', () => {
    const input = { contentType: 'application/json', headers: {}, body: { text: '1' } };
    expect(requestOf({ kind: 'only', nodeId: 'map' }, { input })).toEqual({
      reallySend: false,
      sample: input,
      only: 'map',
    });
  });

  it('gives a node the sample itself when asked to', () => {
    const input = { contentType: 'application/json', headers: {}, body: { text: '1' } };
    expect(requestOf({ kind: 'only', nodeId: 'map', onSample: true }, { input })).toEqual({
      reallySend: false,
      sample: { id: 's' },
      only: 'map',
    });
  });

  it('runs up to a node of which no input is known, or gives it the sample when nothing leads there', () => {
    expect(requestOf({ kind: 'only', nodeId: 'map' })).toMatchObject({ until: 'map', source: 'web' });
    expect(requestOf({ kind: 'only', nodeId: 'loose' })).toEqual({
      reallySend: false,
      sample: { id: 's' },
      only: 'loose',
    });
  });
});

describe('what was tried', () => {
  it('is outdated by what a run depends on, not by the drawing', () => {
    const moved = { ...flow, layout: { map: { x: 1, y: 2 } }, name: 'Orders' };
    expect(isOutdated(flow, moved)).toBe(false);
    expect(isOutdated(flow, { ...flow, edges: [] })).toBe(true);
    expect(isOutdated(flow, { ...flow, keys: { orderingKey: 'po' } })).toBe(true);
  });
});
