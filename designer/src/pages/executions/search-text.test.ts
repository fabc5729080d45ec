import { describe, expect, it } from 'vitest';
import { filtersFor, parseSearchText, searchTextOf } from './search-text.ts';

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

  it('looks a bare value up under every known key, and as a correlation id', () => {
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
    for (const filter of [{ key: 'poNumber:1' }, { correlationId: 'order-1' }]) {
      expect(filtersFor(searchTextOf(filter), ['poNumber'])).toEqual([filter]);
    }
    expect(searchTextOf({})).toBe('');
  });
});
