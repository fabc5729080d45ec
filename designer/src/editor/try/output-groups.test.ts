import { expect, it } from 'vitest';
import { joinedItems, outputGroups } from './output-groups.ts';

const item = (json: unknown) => ({
  contentType: 'application/json',
  headers: {},
  size: 2,
  truncated: false,
  json,
  dueAt: null,
  unchanged: false,
});

it('groups what went out by where it went', () => {
  const groups = outputGroups(
    {
      outputs: [
        { ...item(1), port: 'big' },
        { ...item(2), port: 'small' },
        { ...item(3), port: 'big' },
      ],
      reply: { ...item('ok'), status: 201 },
      sent: [{ ...item(4), topic: 'orders' }],
    },
    new Map([['big', 'Large orders']]),
  );
  expect(groups.map(({ label, items }) => [label, items.map(({ json }) => json)])).toEqual([
    ['Large orders', [1, 3]],
    ['small', [2]],
    ['Reply 201', ['ok']],
    ['To topic orders', [4]],
  ]);
});

it('joins several JSON items to one list, and nothing else', () => {
  expect(joinedItems([item({ a: 1 }), item({ a: 2 })])).toMatchObject({ size: 4, json: [{ a: 1 }, { a: 2 }] });
  expect(joinedItems([item(1)])).toBeUndefined();
  expect(joinedItems([item(1), { ...item(undefined), text: 'half a docu', truncated: true }])).toBeUndefined();
});
