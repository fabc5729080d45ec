import type { Trial } from '@lineshaft/api';
import { expect, it } from 'vitest';
import { getsSample, inputOfTrial } from './input-of-trial.ts';

const item = (json: unknown, truncated = false) => ({
  contentType: 'application/json',
  headers: {},
  size: 1,
  truncated,
  json,
});

/** A router on an input, which sends to both of its ports. */
function routed(input: object): Trial {
  const outputs = [
    { ...item('acme'), port: 'acme' },
    { ...item('rest'), port: 'otherwise' },
  ];
  const run = { run: 1, nodeId: 'route', attempts: 1, durationMs: 1, input, outputs };
  return { executions: [{ runs: [run] }] } as unknown as Trial;
}

const trial = routed(item('came'));
const edges = [
  { from: 'in', to: 'route' },
  { from: 'route', port: 'otherwise', to: 'map' },
];

it('is what came into the node when it was run', () => {
  expect(inputOfTrial(trial, edges, 'route', 0)).toMatchObject({ from: 'run', body: 'came' });
});

it('is what was sent to where it is connected, when it was not', () => {
  const input = inputOfTrial(trial, edges, 'map', 0);
  expect(input).toMatchObject({ from: 'run', body: 'rest' });
  expect(inputOfTrial(trial, [...edges], 'map', 0)).toBe(input);
});

it('is not known where nothing came, nothing was tried, or it was cut off', () => {
  expect(inputOfTrial(trial, edges, 'other', 0)).toBeUndefined();
  expect(inputOfTrial(undefined, edges, 'map', 0)).toBeUndefined();
  expect(inputOfTrial(routed(item('came', true)), edges, 'route', 0)).toBeUndefined();
});

it('a sample comes straight from the chosen source, else from the first', () => {
  const flow = {
    nodes: [
      { id: 'orders', type: 'http.webhook' },
      { id: 'changes', type: 'http.webhook' },
      { id: 'map', type: 'mapping' },
    ],
    edges: [
      { from: 'orders', to: 'map' },
      { from: 'changes', to: 'other' },
      { from: 'map', to: 'last' },
    ],
  };
  const getting = (sourceId?: string) => ['map', 'other', 'last'].filter(id => getsSample(flow, id, sourceId));
  expect(getting()).toEqual(['map']);
  expect(getting('changes')).toEqual(['other']);
  expect(getting('gone')).toEqual(['map']);
});
