import { expect, it } from 'vitest';
import { nearest } from './nearest.ts';

const types = ['http.request', 'http.webhook', 'mapping', 'router', 'id'];

it.each([
  ['http.requets', 'http.request'],
  ['HTTP.request', 'http.request'],
  ['webhook', undefined],
  ['maping', 'mapping'],
  ['ruoter', 'router'],
  ['roter', 'router'],
  ['di', undefined],
  ['x', undefined],
  ['', undefined],
  ['h'.repeat(100_000), undefined],
])('takes %s for %s', (word, meant) => {
  expect(nearest(word, types)).toBe(meant);
});

it('takes a whole word over a near one', () => {
  expect(nearest('maps', ['map', 'mapps', 'maps'])).toBe('maps');
});
