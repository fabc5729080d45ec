import { expect, test } from 'vitest';
import { checkHeaderValue, isHeaderValue } from './header-value.ts';

test('values are checked for line breaks and characters beyond Latin-1', () => {
  expect(['fine', 'ä', 'a\tb', ''].every(isHeaderValue)).toBe(true);
  expect(['a\rb', 'a\nb', 'a\0b', 'ā', '😀'].some(isHeaderValue)).toBe(false);
});

test('the refusal names the header and does not show the value', () => {
  expect(() => checkHeaderValue('x-plant', 'DE01')).not.toThrow();
  expect(() => checkHeaderValue('x-plant', 'a\nset-cookie: x')).toThrow(
    expect.objectContaining({
      name: 'TerminalError',
      code: 'header-invalid',
      message: expect.stringMatching(/^The header x-plant would hold (?!.*cookie)/) as string,
    }),
  );
});
