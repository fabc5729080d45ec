import { expect, test } from 'vitest';
import { BoundedList } from './bounded-list.ts';

test('a bounded list forgets its oldest entry', () => {
  const list = new BoundedList<number>(2);
  for (const entry of [1, 2, 3]) list.add(entry);
  expect(list.entries).toEqual([2, 3]);
});
