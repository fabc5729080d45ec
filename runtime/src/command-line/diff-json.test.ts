import { expect, test } from 'vitest';
import { diffJson } from './diff-json.ts';

test('values that say the same do not differ, in whatever order their fields stand', () => {
  expect(diffJson({ a: [1, { b: null }], c: 'x' }, { c: 'x', a: [1, { b: null }] })).toEqual([]);
});

test('every field that differs is named by its JSON pointer', () => {
  expect(
    diffJson({ rows: [{ qty: 1 }, { qty: 2 }], 'a/b': 1 }, { rows: [{ qty: 1 }, { qty: 3 }], 'a/b': '1' }),
  ).toEqual([
    { path: '/rows/1/qty', expected: 2, actual: 3 },
    { path: '/a~1b', expected: 1, actual: '1' },
  ]);
});

test('what only one of them has is missing in the other', () => {
  expect(diffJson({ rows: [1], plant: 'DE01' }, { rows: [1, 2] })).toEqual([
    { path: '/rows/1', expected: undefined, actual: 2 },
    { path: '/plant', expected: 'DE01', actual: undefined },
  ]);
});

test('a list is no object, and a number no text', () => {
  expect(diffJson({ a: [] }, { a: {} })).toEqual([{ path: '/a', expected: [], actual: {} }]);
  expect(diffJson(1, '1')).toEqual([{ path: '', expected: 1, actual: '1' }]);
});
