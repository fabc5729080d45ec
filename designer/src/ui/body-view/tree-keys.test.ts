import { describe, expect, it } from 'vitest';
import { treeMove } from './tree-keys.ts';
import { treeRows } from './tree-rows.ts';

// (whole), order, /order/no, lines, /lines/0 … all open at first.
const value = { order: { no: 1 }, lines: ['a', 'b'], empty: {} };
const rows = treeRows(value, new Set());
const at = (path: string) => rows.findIndex(row => row.path === path);

describe('keys in a tree', () => {
  it('go up and down, and stay at the ends', () => {
    expect(treeMove('ArrowDown', rows, 0)).toEqual({ to: 1 });
    expect(treeMove('ArrowUp', rows, 0)).toEqual({ to: 0 });
    expect(treeMove('End', rows, 0)).toEqual({ to: rows.length - 1 });
    expect(treeMove('ArrowDown', rows, rows.length - 1)).toEqual({ to: rows.length - 1 });
    expect(treeMove('Home', rows, 3)).toEqual({ to: 0 });
  });

  it('open with the right arrow, then go in', () => {
    const closed = treeRows(value, new Set(['/order']));
    expect(treeMove('ArrowRight', closed, 1)).toEqual({ toggle: '/order' });
    expect(treeMove('ArrowRight', rows, at('/order'))).toEqual({ to: at('/order/no') });
    expect(treeMove('ArrowRight', rows, at('/order/no'))).toEqual({ to: at('/order/no') });
  });

  it('close with the left arrow, then go out', () => {
    expect(treeMove('ArrowLeft', rows, at('/lines'))).toEqual({ toggle: '/lines' });
    expect(treeMove('ArrowLeft', rows, at('/lines/1'))).toEqual({ to: at('/lines') });
    expect(treeMove('ArrowLeft', treeRows(value, new Set([''])), 0)).toEqual({ to: 0 });
  });

  it('toggle with Enter and Space, but not what holds nothing', () => {
    expect(treeMove('Enter', rows, at('/lines'))).toEqual({ toggle: '/lines' });
    expect(treeMove(' ', rows, at('/empty'))).toEqual({ to: at('/empty') });
  });

  it('are left to others when they mean nothing here', () => {
    expect(treeMove('a', rows, 0)).toBeUndefined();
  });
});
