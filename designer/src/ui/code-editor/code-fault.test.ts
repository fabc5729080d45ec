import { expect, it } from 'vitest';
import { mended } from './code-fault.ts';

it('makes all edits of a fix, wherever they lead', () => {
  const edits = [
    { start: 0, end: 0, text: '[' },
    { start: 2, end: 3, text: 'xyz' },
    { start: 5, end: 5, text: ']' },
  ];
  expect(mended('abcde', edits)).toBe('[abxyzde]');
  expect(mended('abc', [])).toBe('abc');
});
