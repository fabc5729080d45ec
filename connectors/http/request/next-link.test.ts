import { expect, test } from 'vitest';
import { nextLink } from './next-link.ts';

test.each([
  ['<https://h/a?p=2>; rel="next"', 'https://h/a?p=2'],
  ['<a>; rel=next', 'a'],
  ['<a>;REL=Next', 'a'],
  ['<p>; rel="prev", <n>; rel="next"; title="a, <b>; c"', 'n'],
  ['<p>; title="next, rel=next"; rel="prev", <n>; rel="last next"', 'n'],
  [['<p>; rel=prev', '<n>; rel=next'], 'n'],
  ['<n,1;2>; rel = "next"', 'n,1;2'],
])('%j', (header, next) => {
  expect(nextLink(header)).toBe(next);
});

test.each([undefined, '', '<a>', '<a>; rel=prev', '<a>; rel="nexts"', 'a; rel=next', '<a>; rel="prev"; rel="next"'])(
  '%j has none',
  header => {
    expect(nextLink(header)).toBeUndefined();
  },
);

test('a header made to explode does not', () => {
  const startedAt = performance.now();
  nextLink(`<a>${'; a '.repeat(4000)}`);
  nextLink(`<a>; rel=${'"'.repeat(8000)}`);
  nextLink('<'.repeat(16_000));
  nextLink(`<a>;${' '.repeat(16_000)}`);
  expect(performance.now() - startedAt).toBeLessThan(1000);
});
