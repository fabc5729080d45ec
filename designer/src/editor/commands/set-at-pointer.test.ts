import { expect, it } from 'vitest';
import { setAtPointer } from './set-at-pointer.ts';

it.each([
  ['sets a field', { a: 1 }, '/a', 2, { a: 2 }],
  ['makes what is missing on the way', {}, '/auth/kind', 'basic', { auth: { kind: 'basic' } }],
  ['makes a list where a number follows', {}, '/routes/0/port', 'a', { routes: [{ port: 'a' }] }],
  ['appends to a list', { a: [1] }, '/a/-', 2, { a: [1, 2] }],
  ['removes a field', { a: 1, b: 2 }, '/a', undefined, { b: 2 }],
  ['removes an entry of a list', { a: [1, 2, 3] }, '/a/1', undefined, { a: [1, 3] }],
  ['reads escaped names', {}, '/a~1b/~0', 1, { 'a/b': { '~': 1 } }],
  ['replaces the whole at the empty pointer', { a: 1 }, '', { b: 1 }, { b: 1 }],
])('%s', (_, target, pointer, value, expected) => {
  expect(setAtPointer(target, pointer, value)).toEqual(expected);
});

it('copies what it changes and shares the rest', () => {
  const before = { changed: { x: 1 }, same: { y: 1 } };
  const after = setAtPointer(before, '/changed/x', 2) as typeof before;
  expect(before.changed.x).toBe(1);
  expect(after.same).toBe(before.same);
});

it('takes __proto__ as a plain name', () => {
  const after = setAtPointer({}, '/__proto__/polluted', true) as object;
  expect(Object.keys(after)).toEqual(['__proto__']);
  expect({}).not.toHaveProperty('polluted');
});
