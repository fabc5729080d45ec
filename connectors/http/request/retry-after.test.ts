import { expect, test } from 'vitest';
import { retryAfterMs } from './retry-after.ts';

const now = Date.UTC(2026, 0, 31, 12);

test.each([
  [undefined, undefined],
  ['soon', undefined],
  ['', undefined],
  ['120', 120_000],
  [' 5 ', 5000],
  ['0', 100],
  ['999999999', 3_600_000],
  ['Sat, 31 Jan 2026 12:00:30 GMT', 30_000],
  ['Sat, 31 Jan 2026 11:00:00 GMT', 100],
  ['Sat, 31 Jan 2032 12:00:00 GMT', 3_600_000],
])('%j means %j ms', (header, ms) => {
  expect(retryAfterMs(header, now)).toBe(ms);
});
