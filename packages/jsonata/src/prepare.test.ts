import { expect, test } from 'vitest';
import { prepare } from './prepare.ts';

test('a text that is compiled again is not read again', () => {
  expect(prepare('again.and.again')).toBe(prepare('again.and.again'));
});

test('the texts that were asked for last are kept, and no more', () => {
  const first = prepare('first');
  for (let other = 0; other < 255; other++) prepare(`other${other}`);
  expect(prepare('first')).toBe(first);
  for (let other = 0; other < 256; other++) prepare(`another${other}`);
  expect(prepare('first')).not.toBe(first);
});

test('names that bindings take from the functions of the language have code of their own', () => {
  const { runFor } = prepare('$count');
  expect(runFor({ count: 1 })).toBe(runFor({ count: 2 }));
  expect(runFor({ count: 1 })).not.toBe(runFor({ other: 1 }));
});
