import { describe, expect, it } from 'vitest';
import { filterFor, filtersFor, parseSearchText, searchTextOf } from './search-text.ts';

describe('what is typed to find executions', () => {
  it.each([
    ['poNumber:4500017', { kind: 'key', name: 'poNumber', value: '4500017' }],
    ['  poNumber = 4500017 ', { kind: 'key', name: 'poNumber', value: '4500017' }],
    ['url:http://erp/1', { kind: 'key', name: 'url', value: 'http://erp/1' }],
    ['correlationId:order-1', { kind: 'correlation-id', value: 'order-1' }],
    ['4500017', { kind: 'value', value: '4500017' }],
    ['2026-11-25:7', { kind: 'value', value: '2026-11-25:7' }],
    ['poNumber:', { kind: 'value', value: 'poNumber:' }],
    ['   ', undefined],
  ])('reads %j', (text, expected) => {
    expect(parseSearchText(text)).toEqual(expected);
  });

  it('takes a bare value for whatever it may be, and an id for nothing else', () => {
    const id = '01a22695-0031-722b-a60c-bac79646bf1c';
    expect(filterFor('1001', ['poNumber'])).toEqual({ search: '1001' });
    expect(filterFor(id, ['poNumber'])).toEqual({ search: id });
    expect(filtersFor(id, ['poNumber'])).toEqual([{ search: id }]);
    expect(filterFor('poNumber:1', ['poNumber'])).toEqual({ key: 'poNumber:1' });
    expect(filterFor('  ', ['poNumber'])).toEqual({});
  });

  it('offers a bare value under every known key, and as a correlation id', () => {
    expect(filtersFor('4500017', ['poNumber', 'invoiceNumber'])).toEqual([
      { key: 'poNumber:4500017' },
      { key: 'invoiceNumber:4500017' },
      { correlationId: '4500017' },
    ]);
  });

  it('finds a key whatever its capitals', () => {
    expect(filtersFor('ponumber:1', ['poNumber'])).toEqual([{ key: 'poNumber:1' }]);
    expect(filtersFor('unheardOf:1', ['poNumber'])).toEqual([{ key: 'unheardOf:1' }]);
  });

  it('shows a filter as text that is read back as the same filter', () => {
    for (const filter of [{ key: 'poNumber:1' }, { correlationId: 'order-1' }, { search: '1001' }]) {
      expect(filterFor(searchTextOf(filter), ['poNumber'])).toEqual(filter);
    }
    expect(searchTextOf({})).toBe('');
  });
});
