import { expect, it } from 'vitest';
import { orderDraft } from '../commands/draft.testing.ts';
import { moveNodes } from '../commands/move-nodes.ts';
import { openingViewport } from './opening-viewport.ts';

const frame = { clientWidth: 1000, clientHeight: 600 };

it('shows a small flow in the middle, no larger than it is', () => {
  const { x, zoom } = openingViewport(orderDraft(), { clientWidth: 2000, clientHeight: 1000 });
  expect(zoom).toBe(1);
  expect(x).toBe((2000 - 816) / 2);
});

it('shows the beginning of a flow that is too long to be read as a whole', () => {
  const long = moveNodes(orderDraft(), new Map([['send', { x: 5000, y: 0 }]]));
  expect(openingViewport(long, frame)).toMatchObject({ x: 40, zoom: 0.65 });
});

it('shows all of a flow that can just be made out', () => {
  const wide = moveNodes(orderDraft(), new Map([['send', { x: 1400, y: 0 }]]));
  const { x, zoom } = openingViewport(wide, frame);
  expect(zoom).toBeCloseTo(920 / (1400 + 216));
  expect(x).toBeCloseTo(40);
});

it('has a place for a flow without nodes', () => {
  expect(openingViewport({ nodes: [], edges: [] }, frame).zoom).toBe(1);
});
