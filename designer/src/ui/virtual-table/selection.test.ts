import { describe, expect, it } from 'vitest';
import { toggled, toggledAll, withRange } from './selection.ts';

const ids = ['a', 'b', 'c', 'd'];

describe('ticking rows', () => {
  it('ticks a row, and unticks it again', () => {
    expect(toggled(new Set(['a']), 'b')).toEqual(new Set(['a', 'b']));
    expect(toggled(new Set(['a', 'b']), 'b')).toEqual(new Set(['a']));
  });

  it('ticks all rows, and none once all are ticked', () => {
    expect(toggledAll(new Set(['a']), ids)).toEqual(new Set(ids));
    expect(toggledAll(new Set(ids), ids)).toEqual(new Set());
  });

  it('ticks a range in both directions', () => {
    expect(withRange(new Set(), ids, 1, 2)).toEqual(new Set(['b', 'c']));
    expect(withRange(new Set(), ids, 3, 2)).toEqual(new Set(['c', 'd']));
  });

  it('begins a range at the first row when none was active', () => {
    expect(withRange(new Set(), ids, -1, 1)).toEqual(new Set(['a', 'b']));
  });
});
