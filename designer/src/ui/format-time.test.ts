import { describe, expect, it } from 'vitest';
import { formatDuration } from './format-time.ts';

describe('durations', () => {
  it.each([
    [0, '<1 ms'],
    [12.4, '12 ms'],
    [999, '999 ms'],
    [3400, '3.4 s'],
    [12_300, '12 s'],
    [59_990, '1 min'],
    [310_000, '5 min 10 s'],
    [7_500_000, '2 h 5 min'],
    [86_400_000 * 3 + 3_600_000 * 4, '3 d 4 h'],
  ])('%d ms are %s', (milliseconds, text) => {
    expect(formatDuration(milliseconds)).toBe(text);
  });
});
