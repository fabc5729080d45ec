import { expect, it } from 'vitest';
import type { Surroundings } from './known-input.ts';
import { pathForCaret } from './path-for-caret.ts';

const body = {
  orderNo: '45',
  buyer: { name: 'A' },
  seller: { name: 'B' },
  'ship/to': { city: 'Ulm' },
  lines: [
    { sku: 'A', dates: [{ day: 1 }] },
    { sku: 'B', dates: [] },
  ],
};
const order: Surroundings = {
  input: { from: 'sample', contentType: 'application/json', headers: {}, body },
  variables: [],
  worksOnBody: true,
};

/** `|` is the caret. */
const pathAt = (marked: string, pointer: string, surroundings = order) =>
  pathForCaret(pointer, marked.replace('|', ''), marked.indexOf('|'), surroundings);

it.each([
  ['|', '/orderNo', 'orderNo'],
  ['|', '/lines/1/sku', 'lines.sku'],
  ['|', '/lines/1', 'lines[1]'],
  ['|', '', '$'],
  ['|', '/ship~1to/city', '`ship/to`.city'],
  ['{ "a": | }', '/buyer/name', 'buyer.name'],
  ['{ "a": [lines.{ "b": | }] }', '/lines/0/sku', 'sku'],
  ['{ "a": [lines.{ "b": | }] }', '/lines/0/dates/0/day', 'dates.day'],
  ['{ "a": [lines.{ "b": | }] }', '/lines/0', '$'],
  ['{ "a": [lines.{ "b": | }] }', '/lines', '$$.lines'],
  ['{ "a": [lines.{ "b": | }] }', '/orderNo', '$$.orderNo'],
  ['{ "a": [lines.{ "b": | }] }', '', '$$'],
  ['buyer.{ "a": | }', '/seller/name', '$$.seller.name'],
  ['lines[|]', '/lines/1/sku', 'sku'],
  ['lines.|', '/lines/0/sku', 'sku'],
])('%s: %s is named %s', (marked, pointer, path) => {
  expect(pathAt(marked, pointer)).toBe(path);
});

it('names what is in a list that is the whole input', () => {
  const rows = { ...order, input: { ...order.input!, body: [{ no: 1 }] } };
  expect(pathAt('|', '/0/no', rows)).toBe('no');
  expect(pathAt('|', '/0', rows)).toBe('$$[0]');
});
