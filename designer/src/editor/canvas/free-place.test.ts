import { expect, it } from 'vitest';
import { orderDraft } from '../commands/draft.testing.ts';
import { freePlace, placeAfter } from './free-place.ts';

it('takes the wished place when it is free, else the next beneath', () => {
  expect(freePlace(orderDraft(), { x: 1000, y: 0 })).toEqual({ x: 1000, y: 0 });
  const { x, y } = freePlace(orderDraft(), { x: 600, y: 0 });
  expect(x).toBe(600);
  expect(y).toBeGreaterThan(50);
});

it('goes on to the right of a node', () => {
  const place = placeAfter(orderDraft(), 'undo');
  expect(place.x).toBeGreaterThan(600 + 216);
  expect(place.y).toBe(200);
});
