import { expect, it } from 'vitest';
import { layOut } from './lay-out.ts';

it('places nodes from left to right along the edges, apart from each other', () => {
  const boxes = ['a', 'b', 'c', 'alone'].map(id => ({ id, width: 200, height: 50 }));
  const places = layOut({
    boxes,
    edges: [
      { from: 'a', to: 'b' },
      { from: 'a', to: 'c' },
      { from: 'a', to: 'gone' },
    ],
  });
  const [a, b, c] = ['a', 'b', 'c'].map(id => places.get(id)!);
  expect(b!.x).toBeGreaterThanOrEqual(a!.x + 200);
  expect(c!.x).toBe(b!.x);
  expect(Math.abs(b!.y - c!.y)).toBeGreaterThanOrEqual(50);
  expect(places.has('alone')).toBe(true);
});
