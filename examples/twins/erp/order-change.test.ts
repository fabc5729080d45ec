import { expect, test } from 'vitest';
import { changeOrder } from './order-change.ts';
import { generateOrder } from './order-generator.ts';

const changes = Array.from({ length: 200 }, (_, index) => {
  const order = generateOrder({ seed: 1, counter: index + 1 });
  return { before: order, ...changeOrder(order, 1) };
});

test('changes are the same for the same order, of every kind, and one line at a time', () => {
  const kinds = changes.map(({ before, change }) => {
    expect(changeOrder(before, 1).change).toEqual(change);
    const changed = change.lines.filter(line => line.lineActionCode !== 'noChange');
    expect(changed).toHaveLength(1);
    return changed[0]?.lineActionCode;
  });
  expect(new Set(kinds)).toEqual(new Set(['add', 'change', 'delete']));
});

test('an order after a change has the lines that the change leaves', () => {
  for (const { change, order } of changes) {
    const left = change.lines.filter(line => line.lineActionCode !== 'delete').map(line => line.lineId);
    expect(order.lines.map(line => line.lineId)).toEqual(left);
    expect(order.revisionId).toBe(change.revisionId);
    expect(order.lines.length).toBeGreaterThan(0);
  }
});
