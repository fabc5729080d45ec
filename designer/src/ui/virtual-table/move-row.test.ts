import { describe, expect, it } from 'vitest';
import { moveRow } from './move-row.ts';

describe('moving through rows', () => {
  it.each([
    ['ArrowDown', 4, 5],
    ['ArrowUp', 4, 3],
    ['PageDown', 4, 13],
    ['PageUp', 14, 5],
    ['Home', 50, 0],
    ['End', 4, 99],
  ])('%s leads from row %i to row %i', (key, from, to) => {
    expect(moveRow(key, from, 100, 10)).toBe(to);
  });

  it('stops at the first and the last row', () => {
    expect(moveRow('ArrowUp', 0, 100, 10)).toBe(0);
    expect(moveRow('PageDown', 95, 100, 10)).toBe(99);
  });

  it('begins at the first row when none is active', () => {
    expect(moveRow('ArrowDown', -1, 100, 10)).toBe(0);
    expect(moveRow('ArrowUp', -1, 100, 10)).toBe(0);
  });

  it('leaves other keys, and a table without rows, alone', () => {
    expect(moveRow('a', 4, 100, 10)).toBeUndefined();
    expect(moveRow('ArrowDown', -1, 0, 10)).toBeUndefined();
  });
});
