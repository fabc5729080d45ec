import { describe, expect, it } from 'vitest';
import { columnWidths, tablesOfValue } from './table-of-value.ts';

describe('a document as tables', () => {
  it('shows a list of objects by all fields that any of them has', () => {
    expect(tablesOfValue([{ a: 1 }, { a: 2, b: 3 }])).toEqual([
      { path: '', columns: ['a', 'b'], rows: [{ a: 1 }, { a: 2, b: 3 }] },
    ]);
  });

  it('shows the head of a document, then each list in it', () => {
    const tables = tablesOfValue({ number: '1', lines: [{ pos: 10 }], tags: ['x'] });
    expect(tables.map(({ path, columns }) => [path, columns])).toEqual([
      ['', ['field', 'value']],
      ['/lines', ['pos']],
    ]);
    expect(tables[0]?.rows).toEqual([
      { field: 'number', value: '1' },
      { field: 'tags', value: ['x'] },
    ]);
  });

  it('has none for a plain value', () => {
    expect(tablesOfValue('text')).toEqual([]);
    expect(tablesOfValue([1, 2])).toEqual([]);
  });
});

describe('the width of columns', () => {
  it('is that of the longest text, within bounds', () => {
    const rows = [{ a: 'x'.repeat(90), b: 1, c: 'twelve chars' }];
    expect(columnWidths(['a', 'b', 'c'], rows)).toEqual([36, 5, 12]);
  });
});
