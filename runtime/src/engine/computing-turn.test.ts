import { expect, test } from 'vitest';
import { computingTurn } from './computing-turn.ts';

function compute(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

test('much that computes at the same time leaves the process time for other things', async () => {
  let ticks = 0;
  const timer = setInterval(() => ticks++, 1);
  const order: number[] = [];
  const all = Array.from({ length: 30 }, async (_, index) => {
    const turn = computingTurn();
    if (turn !== undefined) await turn;
    compute(3);
    order.push(index);
  });
  await Promise.all(all);
  clearInterval(timer);
  expect(ticks).toBeGreaterThan(5);
  expect(order).toEqual(order.toSorted((a, b) => a - b));
});

test('what computes little waits for nothing', async () => {
  await new Promise(resolve => setImmediate(resolve));
  expect(computingTurn()).toBeUndefined();
  expect(computingTurn()).toBeUndefined();
});
