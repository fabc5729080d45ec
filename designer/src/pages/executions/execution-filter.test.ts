import { describe, expect, it } from 'vitest';
import { executionFilter, isFiltered } from './execution-filter.ts';
import { executionsSearchSchema } from './search.ts';

const now = Date.parse('2026-11-25T12:00:00.000Z');

describe('filters of the list of executions', () => {
  it('turns a preset into the time before now, whatever else the address says', () => {
    const search = { range: '1h' as const, from: '2020-01-01T00:00:00Z', to: '2020-02-01T00:00:00Z' };
    expect(executionFilter(search, now)).toEqual({ from: '2026-11-25T11:00:00.000Z' });
  });

  it('asks only for what the address says', () => {
    expect(executionFilter({}, now)).toEqual({});
    expect(executionFilter({ state: [] }, now)).toEqual({});
    expect(executionFilter({ flow: 'orders', state: ['waiting'], key: 'poNumber:1' }, now)).toEqual({
      flow: 'orders',
      states: ['waiting'],
      key: 'poNumber:1',
    });
  });

  it('knows whether anything is left out', () => {
    expect(isFiltered({ live: false, state: [] })).toBe(false);
    expect(isFiltered({ state: ['waiting'] })).toBe(true);
  });

  it('ignores what an address cannot mean, and keeps the rest', () => {
    expect(executionsSearchSchema.parse({ state: ['nonsense'], from: 'yesterday', flow: 'orders' })).toEqual({
      flow: 'orders',
    });
  });
});
