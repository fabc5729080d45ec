import { messageOf, runContext } from '@lineshaft/flow/testing';
import { beforeEach, expect, test, vi } from 'vitest';
import { describeOnPostgres } from '../testing.ts';
import { postgresWriteManifest } from './manifest.ts';
import { postgresWrite } from './write.ts';

const columns = { po: 'po', line: 'line', qty: 'qty' };
const insert = { kind: 'insert', table: 'lines', columns };
const upsert = { kind: 'upsert', table: 'public.lines', columns, keys: ['po', 'line'] };

describeOnPostgres('writing rows', postgres => {
  beforeEach(async () => {
    await postgres().pool.query(`
      drop table if exists lines, inbox;
      create table lines (po text, line int, qty numeric not null check (qty < 1000000), doc jsonb, primary key (po, line));
      create table inbox (
        idempotency_key text primary key,
        result jsonb,
        delivered_at timestamptz not null default now()
      )`);
  });

  function open(config: Record<string, unknown>) {
    const node = postgresWrite.prepare(postgresWriteManifest.config.parse(config));
    return async (body: unknown, rest: Parameters<typeof runContext>[0] = {}) => {
      const [written] = await node.deliver(messageOf(body), runContext({ connect: postgres().connect, ...rest }));
      expect(written).toMatchObject({ port: 'written', contentType: 'application/json' });
      return written?.body.json();
    };
  }

  async function query(text: string): Promise<Record<string, unknown>[]> {
    return (await postgres().pool.query<Record<string, unknown>>(text)).rows;
  }

  test('writes the body as one row, with what the message knows', async () => {
    const write = { ...insert, columns: { ...columns, doc: '{ "all": $, "plant": $headers.plant, "none": nothing }' } };
    expect(await open({ write })({ po: '45', line: 1, qty: '0.10000000000000000001' })).toEqual({ rows: 1 });
    expect(await query('select * from lines')).toEqual([
      {
        po: '45',
        line: 1,
        qty: '0.10000000000000000001',
        doc: { all: { po: '45', line: 1, qty: '0.10000000000000000001' }, plant: 'DE01' },
      },
    ]);
  });

  test('writes thousands of rows in one transaction, or none of them', async () => {
    const deliver = open({ write: { ...insert, columns: { ...columns, po: '$body.po' } }, rows: 'lines' });
    const lines = Array.from({ length: 2500 }, (_, line) => ({ line, qty: line }));
    await expect(deliver({ po: '45', lines: [...lines, { line: 1, qty: 0 }] })).rejects.toMatchObject({
      name: 'TerminalError',
      code: 'target-rejected',
    });
    expect(await query('select * from lines')).toEqual([]);
    expect(await deliver({ po: '45', lines })).toEqual({ rows: 2500 });
    expect(await query('select count(*), sum(qty), count(distinct xmin::text) as transactions from lines')).toEqual([
      { count: '2500', sum: '3123750', transactions: '1' },
    ]);
  });

  test('takes one row for a list of one, and none for nothing', async () => {
    const deliver = open({ write: insert, rows: 'lines[qty > 0]' });
    expect(
      await deliver({
        lines: [
          { po: '1', line: 1, qty: 1 },
          { po: '1', line: 2, qty: 0 },
        ],
      }),
    ).toEqual({ rows: 1 });
    expect(await deliver({ lines: [] })).toEqual({ rows: 0 });
  });

  test('updates the rows that are there', async () => {
    const deliver = open({ write: upsert, rows: '$' });
    await deliver([
      { po: '1', line: 1, qty: 1 },
      { po: '1', line: 2, qty: 2 },
    ]);
    expect(
      await deliver([
        { po: '1', line: 2, qty: 3 },
        { po: '1', line: 3, qty: 4 },
      ]),
    ).toEqual({ rows: 2 });
    expect(await query('select line, qty from lines order by line')).toEqual([
      { line: 1, qty: '1' },
      { line: 2, qty: '3' },
      { line: 3, qty: '4' },
    ]);
  });

  test('updates nothing where there are only keys', async () => {
    await query('create table if not exists seen (po text primary key)');
    const deliver = open({ write: { kind: 'upsert', table: 'seen', columns: { po: 'po' }, keys: ['po'] } });
    expect(await deliver({ po: '1' })).toEqual({ rows: 1 });
    expect(await deliver({ po: '1' })).toEqual({ rows: 0 });
  });

  test('calls a statement with values that are never a part of it', async () => {
    const sql = 'insert into lines values ($po, $line, $qty, $doc) returning po, qty';
    const parameters = { ...columns, doc: 'doc' };
    const deliver = open({ write: { kind: 'call', sql, parameters } });
    const po = `'); drop table lines; --`;
    expect(await deliver({ po, line: 1, qty: 1.5, doc: [1, { a: 'x' }] })).toEqual({
      rows: 1,
      returned: [{ po, qty: '1.5' }],
    });
    expect(await query('select doc from lines')).toEqual([{ doc: [1, { a: 'x' }] }]);
  });

  test('takes one statement at a time, and no more returned rows than may be', async () => {
    const two = open({ write: { kind: 'call', sql: 'delete from lines; delete from inbox' } });
    await expect(two({})).rejects.toMatchObject({ name: 'TerminalError', details: { sqlState: '42601' } });
    const many = open({ write: { kind: 'call', sql: 'select generate_series(1, 1001)' } });
    await expect(many({})).rejects.toMatchObject({ name: 'TerminalError', code: 'target-rejected' });
  });

  test('with an inbox does a repeated delivery once, and gives what came of the first', async () => {
    const deliver = open({ write: insert, inbox: 'inbox' });
    const row = { po: '1', line: 1, qty: 1 };
    expect(await deliver(row)).toEqual({ rows: 1 });
    expect(await deliver({ ...row, line: 2 })).toEqual({ rows: 1 });
    expect(await query('select line from lines')).toEqual([{ line: 1 }]);
    expect(await query('select idempotency_key from inbox')).toEqual([{ idempotency_key: 'execution-1/3' }]);
    await deliver({ ...row, line: 2 }, { idempotencyKey: 'execution-2/3' });
    expect(await query('select count(*) from lines')).toEqual([{ count: '2' }]);
  });

  test('with an inbox does two attempts at the same time once', async () => {
    await query('create table if not exists log (entry text)');
    const sql = "with slow as (select pg_sleep(0.2)) insert into log select 'x' from slow";
    const deliver = open({ write: { kind: 'call', sql }, inbox: 'inbox' });
    expect(await Promise.all([deliver({}), deliver({})])).toEqual([
      { rows: 1, returned: [] },
      { rows: 1, returned: [] },
    ]);
    expect(await query('select * from log')).toHaveLength(1);
  });

  test('does not note a delivery that failed', async () => {
    const deliver = open({ write: insert, inbox: 'public.inbox' });
    await expect(deliver({ po: '1', line: 1, qty: null })).rejects.toMatchObject({ code: 'target-rejected' });
    expect(await query('select * from inbox')).toEqual([]);
    expect(await deliver({ po: '1', line: 1, qty: 1 })).toEqual({ rows: 1 });
  });

  test.each([
    ['an amount that is none', { po: '1', line: 1, qty: 'CANARY' }, '22P02', 'a value does not fit'],
    ['a missing value', { po: 'CANARY', line: 1 }, '23502', 'a value is missing'],
    ['a value that a constraint refuses', { po: 'CANARY', line: 1, qty: 1e6 }, '23514', 'constraint lines_qty_check'],
    ['a text that no text can be', { po: 'CANARY\0', line: 1, qty: 1 }, '22021', 'a value does not fit'],
  ])('fails for good at %s, without quoting it', async (_, row, sqlState, words) => {
    const failure: unknown = await open({ write: insert })(row).catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: 'TerminalError', code: 'target-rejected', details: { sqlState } });
    const { message, details, cause } = failure as Error & { details: unknown };
    expect(message).toContain(words);
    expect(message + JSON.stringify(details)).not.toContain('CANARY');
    expect(cause).toBeUndefined();
  });

  test('fails for good at a row that is there, and names the constraint', async () => {
    const deliver = open({ write: insert });
    await deliver({ po: '1', line: 1, qty: 1 });
    await expect(deliver({ po: '1', line: 1, qty: 1 })).rejects.toMatchObject({
      message: 'The database refused: a row with this key exists (23505, table public.lines, constraint lines_pkey).',
    });
  });

  test.each([
    ['P0001', 'TerminalError', 'target-rejected'],
    ['23514', 'TerminalError', 'target-rejected'],
    ['42501', 'TerminalError', 'target-rejected'],
    ['40001', 'LineshaftError', 'target-failed'],
    ['40P01', 'LineshaftError', 'target-failed'],
    ['55P03', 'LineshaftError', 'target-failed'],
    ['57014', 'LineshaftError', 'target-failed'],
    ['53300', 'LineshaftError', 'target-failed'],
    ['57P01', 'LineshaftError', 'target-unreachable'],
  ])('takes %s for a %s %s, and does not quote what a function says', async (sqlState, name, code) => {
    await query(`create or replace function fail() returns void language plpgsql as $$
      begin raise exception 'CANARY' using errcode = '${sqlState}', detail = 'CANARY'; end $$`);
    const failure: unknown = await open({ write: { kind: 'call', sql: 'select fail()' } })({}).catch(
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({ name, code, details: { sqlState } });
    expect((failure as Error).message).not.toContain('CANARY');
  });

  test('says what is wrong with the statement itself', async () => {
    await expect(open({ write: { ...insert, table: 'missing' } })({})).rejects.toMatchObject({
      name: 'TerminalError',
      message: expect.stringContaining('It says: relation "missing" does not exist.') as string,
    });
  });

  test('is tried again when the connection breaks off, and goes on with another one', async () => {
    const write = { kind: 'call', sql: 'select pg_terminate_backend(pg_backend_pid())' };
    await expect(open({ write })({})).rejects.toMatchObject({ name: 'LineshaftError', code: 'target-unreachable' });
    expect(await open({ write: insert })({ po: '1', line: 1, qty: 1 })).toEqual({ rows: 1 });
  });

  test('undoes what it did when it is aborted', async () => {
    const sql = "with slow as (select pg_sleep(60)) insert into lines select '1', 1, 1 from slow";
    const controller = new AbortController();
    const delivery = open({ write: { kind: 'call', sql } })({}, { signal: controller.signal });
    const active = "select 1 from pg_stat_activity where query like 'with slow%' and state = 'active'";
    await vi.waitFor(async () => expect(await query(active)).toHaveLength(1), { timeout: 5000 });
    controller.abort(new Error('late'));
    await expect(delivery).rejects.toThrow('late');
    await vi.waitFor(async () => expect(await query(active)).toHaveLength(0), { timeout: 5000 });
    expect(await query('select * from lines')).toEqual([]);
  });

  test('waits for a connection no longer than it may', async () => {
    const { pool } = postgres();
    const all = await Promise.all(Array.from({ length: 4 }, async () => pool.connect()));
    const controller = new AbortController();
    const delivery = open({ write: insert })({ po: '1', line: 1, qty: 1 }, { signal: controller.signal });
    controller.abort(new Error('late'));
    await expect(delivery).rejects.toThrow('late');
    for (const client of all) client.release();
    expect(await query('select * from lines')).toEqual([]);
    await vi.waitFor(() => expect([pool.idleCount, pool.waitingCount]).toEqual([pool.totalCount, 0]));
  });
});

test.each([
  { write: { ...insert, columns: {} } },
  { write: { ...insert, table: 'a.b.c' } },
  { write: { ...insert, table: 'lines"' } },
  { write: { ...upsert, keys: ['other'] } },
  { write: { kind: 'call', sql: 'select 1', parameters: { 'a-b': '1' } } },
  { write: { kind: 'delete', table: 'lines' } },
  { write: insert, rows: '' },
])('cannot be configured as %j', config => {
  expect(postgresWriteManifest.config.safeParse(config).success).toBe(false);
});

test.each([
  [{ write: { ...insert, columns: { po: '1 +' } } }, 'expression-invalid'],
  [{ write: { kind: 'call', sql: 'select $po' } }, 'config-invalid'],
])('cannot be prepared as %j', (config, code) => {
  expect(() => postgresWrite.prepare(postgresWriteManifest.config.parse(config))).toThrow(
    expect.objectContaining({ code }),
  );
});
