import { describe, expect, it } from 'vitest';
import { toggledToShow, treeRows } from './tree-rows.ts';

const order = { number: '4500017', lines: [{ material: 'A', 'q/ty': 5 }], note: null };

describe('a document as a tree', () => {
  it('has one line for each field, with its JSON pointer and depth', () => {
    const rows = treeRows(order, new Set());
    expect(rows.map(({ path, depth, size }) => [path, depth, size])).toEqual([
      ['', 0, 3],
      ['/number', 1, undefined],
      ['/lines', 1, 1],
      ['/lines/0', 2, 2],
      ['/lines/0/material', 3, undefined],
      ['/lines/0/q~1ty', 3, undefined],
      ['/note', 1, undefined],
    ]);
  });

  it('leaves out what is closed', () => {
    expect(treeRows(order, new Set(['/lines'])).map(({ path }) => path)).toEqual(['', '/number', '/lines', '/note']);
  });

  it('does not open long lists by itself, and opens them when asked to', () => {
    const long = { rows: Array.from({ length: 1000 }, (_, index) => index) };
    expect(treeRows(long, new Set())).toHaveLength(2);
    expect(treeRows(long, new Set(['/rows']))).toHaveLength(1002);
  });

  it('opens exactly what hides a path', () => {
    const deep = { a: { b: { c: { d: { e: 1 } } } } };
    const rows = treeRows(deep, toggledToShow(deep, '/a/b/c/d/e'));
    expect(rows.map(({ path }) => path)).toContain('/a/b/c/d/e');
  });

  it('takes a plain value', () => {
    expect(treeRows('text', new Set())).toEqual([
      { path: '', name: '', depth: 0, value: 'text', size: undefined, isOpen: false },
    ]);
  });
});
