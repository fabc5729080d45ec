import { describe, expect, it } from 'vitest';
import { executionRoutes } from './executions.ts';

const { query } = executionRoutes.listExecutions;

describe('the filters of executions', () => {
  it('have 50 rows a page when nothing is said', () => {
    expect(query.parse({})).toEqual({ limit: 50 });
  });

  it('split several states at commas', () => {
    expect(query.parse({ state: 'waiting' }).state).toEqual(['waiting']);
    expect(query.parse({ state: 'queued,dead-lettered' }).state).toEqual(['queued', 'dead-lettered']);
  });

  it('split a key at its first colon', () => {
    expect(query.parse({ key: 'poNumber:4500017' }).key).toEqual({ name: 'poNumber', value: '4500017' });
    expect(query.parse({ key: 'urn:a:b' }).key).toEqual({ name: 'urn', value: 'a:b' });
  });

  it('take instants with any offset', () => {
    const given = { from: '2026-11-23T08:00:00Z', to: '2026-11-23T10:00:00+02:00' };
    expect(query.parse(given)).toMatchObject(given);
  });

  it.each([
    [{ state: 'done' }],
    [{ state: 'queued,' }],
    [{ state: '' }],
    [{ key: 'poNumber' }],
    [{ key: ':1' }],
    [{ key: 'poNumber:' }],
    [{ from: 'yesterday' }],
    [{ from: '2026-11-23' }],
    [{ messageId: 'm1' }],
    [{ limit: '0' }],
    [{ limit: '201' }],
    [{ limit: '1.5' }],
    [{ limit: 'many' }],
    [{ cursor: '' }],
  ])('refuse %j', given => {
    expect(query.safeParse(given).success).toBe(false);
  });
});
