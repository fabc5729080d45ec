import { describe, expect, test } from 'vitest';
import { compareVersions } from './compare-versions.ts';

describe('versions', () => {
  test.each([
    [1, 2, 'automatic', -1],
    [10, 9, 'automatic', 1],
    ['10', '9', 'automatic', 1],
    ['0010', 10, 'automatic', 0],
    ['2026-01-31', '2026-02-01', 'automatic', -1],
    ['B', 'A', 'automatic', 1],
    ['A', 'A', 'automatic', 0],
    ['A', 'AA', 'automatic', -1],
    ['AA', 'A', 'automatic', 1],
    ['1.10', '1.9', 'automatic', -1],
    ['10', '9', 'text', -1],
    [10, 9, 'text', -1],
    ['1.5', '1.25', 'number', 1],
    ['-1', 0, 'number', -1],
    // U+FF5E is before U+1F600, whose first UTF-16 unit is below it.
    ['\u{1F600}', '\uFF5E', 'text', 1],
  ] as const)('%j to %j, %s: %i', (a, b, order, expected) => {
    expect(Math.sign(compareVersions(a, b, order))).toBe(expected);
    expect(Math.sign(compareVersions(b, a, order))).toBe(expected === 0 ? 0 : -expected);
  });
});
