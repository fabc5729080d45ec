import { LineshaftError } from '@lineshaft/flow';
import { TestIntake } from '@lineshaft/flow/testing';
import { beforeEach, expect, test, vi } from 'vitest';
import { describeOnPostgres } from '../testing.ts';
import { postgresQueryManifest } from './manifest.ts';
import { postgresQuery } from './query.ts';

describeOnPostgres('a query for new rows', postgres => {
  beforeEach(async () => {
    await postgres().pool.query(`
      drop table if exists orders;
      create table orders (id int primary key, po text, changed_at timestamptz not null)`);
  });

  async function open(config: Record<string, unknown> = {}) {
    const intake = new TestIntake();
    intake.connect = postgres().connect;
    const parsed = postgresQueryManifest.config.parse({
      sql: 'select * from orders',
      watermark: ['changed_at', 'id'],
      ...config,
    });
    await postgresQuery.prepare(parsed).receive(intake);
    return {
      intake,
      bodies: () => intake.accepted.map(({ body }) => body.json()),
      ids: () => intake.accepted.map(({ body }) => (body.json() as { id: number }).id),
    };
  }

  async function insert(...rows: [id: number, changedAt: string][]) {
    for (const [id, changedAt] of rows)
      await postgres().pool.query('insert into orders values ($1, $2, $3)', [id, `po-${id}`, changedAt]);
  }

  test('gives each row once, in order, though many have the same time', async () => {
    await insert(
      [3, '2026-01-01T10:00Z'],
      [1, '2026-01-01T10:00Z'],
      [2, '2026-01-01T10:00Z'],
      [4, '2026-01-01T09:00Z'],
    );
    const { intake, ids } = await open({ batch: 2 });
    expect(await intake.turn()).toEqual({ more: true });
    expect(await intake.turn()).toEqual({ more: true });
    expect(await intake.turn()).toEqual({ more: false });
    expect(ids()).toEqual([4, 1, 2, 3]);
    await insert([5, '2026-01-01T10:00Z']);
    await intake.turn();
    expect(ids()).toEqual([4, 1, 2, 3, 5]);
  });

  test('keeps every digit and every microsecond', async () => {
    const { intake, bodies } = await open({
      sql: `select 9007199254740993::bigint as id, 0.1000000000000000000001::numeric as price, 1.5::float8 as rate,
        'NaN'::float8 as none, '2026-01-31 12:00:00.123456+02'::timestamptz as changed_at,
        '2026-01-31 12:00:00.5'::timestamp as local, date '2026-01-31' as day, true as flag, null::text as nothing,
        '{"a":[1]}'::jsonb as doc, array[1,2] as counts, array[9007199254740993::bigint] as keys -- the end`,
    });
    await intake.turn();
    expect(bodies()).toEqual([
      {
        id: '9007199254740993',
        price: '0.1000000000000000000001',
        rate: 1.5,
        none: 'NaN',
        changed_at: '2026-01-31T10:00:00.123456Z',
        local: '2026-01-31T12:00:00.5',
        day: '2026-01-31',
        flag: true,
        nothing: null,
        doc: { a: [1] },
        counts: [1, 2],
        keys: ['9007199254740993'],
      },
    ]);
    await intake.turn();
    expect(intake.accepted).toHaveLength(1);
    expect(intake.cursor).toEqual({ after: ['2026-01-31T10:00:00.123456Z', '9007199254740993'] });
  });

  test('begins where it is told', async () => {
    await insert([1, '2026-01-01T10:00Z'], [2, '2026-01-02T10:00Z']);
    const { intake, ids } = await open({ initial: '2026-01-02T10:00:00Z' });
    await intake.turn();
    expect(ids()).toEqual([2]);
  });

  test('goes on after a refusal and after a crash, with nothing lost or taken twice', async () => {
    await insert([1, '2026-01-01T10:00Z'], [2, '2026-01-01T11:00Z']);
    const first = await open();
    first.intake.refusal = new LineshaftError('overloaded', 'Come back later.');
    await expect(first.intake.turn()).rejects.toThrow('Come back later.');
    expect(first.intake.cursor).toBeUndefined();
    first.intake.refusal = undefined;
    await expect(first.intake.turn({ saveCursor: () => Promise.reject(new Error('crash')) })).rejects.toThrow('crash');
    await first.intake.turn();
    expect(first.ids()).toEqual([1, 2]);

    const restarted = await open();
    restarted.intake.cursor = first.intake.cursor;
    await insert([3, '2026-01-01T12:00Z']);
    await restarted.intake.turn();
    expect(restarted.ids()).toEqual([3]);
  });

  test('gives a row again that was changed', async () => {
    await insert([1, '2026-01-01T10:00Z']);
    const { intake, ids } = await open();
    await intake.turn();
    await postgres().pool.query("update orders set changed_at = '2026-01-01T11:00Z' where id = 1");
    await intake.turn();
    expect(ids()).toEqual([1, 1]);
  });

  test('finds rows that were committed late within its overlap, and asks about no row twice', async () => {
    await insert([1, '2026-01-01T10:00Z'], [2, '2026-01-01T10:05Z']);
    const { intake, ids } = await open({ overlap: '10m', batch: 2 });
    const accept = vi.spyOn(intake, 'accept');
    while ((await intake.turn()).more);
    await insert([3, '2026-01-01T10:02Z'], [4, '2026-01-01T09:00Z']);
    while ((await intake.turn()).more);
    while ((await intake.turn()).more);
    expect(ids()).toEqual([1, 2, 3]);
    expect(accept).toHaveBeenCalledTimes(3);
    expect(intake.cursor).toEqual({ after: ['2026-01-01T10:05:00Z', '2'] });
  });

  test('without an overlap does not see them', async () => {
    await insert([2, '2026-01-01T10:05Z']);
    const { intake, ids } = await open();
    await intake.turn();
    await insert([3, '2026-01-01T10:02Z']);
    await intake.turn();
    expect(ids()).toEqual([2]);
  });

  test('overlaps times without a zone, and refuses what is no time', async () => {
    const sql = 'select id, changed_at::timestamp as changed_at from orders';
    await insert([1, '2026-01-01T10:00Z']);
    const { intake, ids } = await open({ sql, overlap: '10m' });
    await intake.turn();
    await insert([2, '2026-01-01T09:51Z'], [3, '2026-01-01T09:49Z']);
    await intake.turn();
    expect(ids()).toEqual([1, 2]);
    const byId = await open({ watermark: ['id'], overlap: '10m' });
    await byId.intake.turn();
    await expect(byId.intake.turn()).rejects.toMatchObject({ name: 'TerminalError', code: 'config-invalid' });
  });

  test('gives batches that stay the same over a crash, whatever came since', async () => {
    await insert([1, '2026-01-01T10:00Z'], [2, '2026-01-01T10:00Z']);
    const { intake, bodies } = await open({ as: 'batch', batch: 3 });
    let saves = 0;
    const crashing = async (cursor: unknown) => {
      if (++saves === 2) throw new Error('crash');
      intake.cursor = cursor;
    };
    await expect(intake.turn({ saveCursor: crashing })).rejects.toThrow('crash');
    expect(intake.accepted).toHaveLength(1);
    await insert([3, '2026-01-01T11:00Z']);
    expect(await intake.turn()).toEqual({ more: true });
    expect(await intake.turn()).toEqual({ more: false });
    expect(bodies()).toMatchObject([[{ id: 1 }, { id: 2 }], [{ id: 3 }]]);
    expect(await intake.turn()).toEqual({ more: false });
    expect(intake.accepted).toHaveLength(2);
  });

  test.each([
    ['select 1 as id, now() as changed_at) as source; drop table orders; --', '42601'],
    ['with gone as (delete from orders returning *) select * from gone', '0A000'],
    ['select missing from orders', '42703'],
  ])('cannot be %j', async (sql, sqlState) => {
    const { intake } = await open({ sql });
    await expect(intake.turn()).rejects.toMatchObject({
      name: 'TerminalError',
      code: 'target-rejected',
      details: { sqlState },
    });
  });

  test('cannot write through a function', async () => {
    await postgres().pool.query(`create or replace function write_order() returns int language sql as
      $$ insert into orders values (9, 'x', now()) returning id $$`);
    const { intake } = await open({ sql: 'select write_order() as id, now() as changed_at' });
    await expect(intake.turn()).rejects.toMatchObject({ details: { sqlState: '25006' } });
  });

  test('ends on the server when its turn is aborted', async () => {
    const { intake } = await open({ sql: "select 1 as id, now() as changed_at, 'canary-sleep', pg_sleep(60)" });
    const active = async () => {
      const { rows } = await postgres().pool.query(
        "select 1 from pg_stat_activity where query like '%canary-sleep%' and state = 'active' and pid <> pg_backend_pid()",
      );
      return rows.length;
    };
    const controller = new AbortController();
    const turn = intake.turn({ signal: controller.signal });
    await vi.waitFor(async () => expect(await active()).toBe(1), { timeout: 5000 });
    controller.abort(new Error('stop'));
    await expect(turn).rejects.toThrow('stop');
    await vi.waitFor(async () => expect(await active()).toBe(0), { timeout: 5000 });
  });

  test('says when rows have no watermark, or the columns are others than before', async () => {
    const empty = await open({ sql: 'select 1 as id, null::timestamptz as changed_at' });
    await expect(empty.intake.turn()).rejects.toMatchObject({ code: 'config-invalid' });
    const { intake } = await open();
    intake.cursor = { after: ['1'] };
    await expect(intake.turn()).rejects.toMatchObject({ code: 'config-invalid' });
  });
});

test.each([
  { sql: 'select 1;' },
  { watermark: [] },
  { watermark: ['id', 'id'] },
  { watermark: ['a"b'] },
  { as: 'batch', overlap: '1m' },
  { every: '10ms' },
])('cannot be configured as %j', config => {
  const least = { sql: 'select 1 as id', watermark: ['id'] };
  expect(postgresQueryManifest.config.safeParse(least).success).toBe(true);
  expect(postgresQueryManifest.config.safeParse({ ...least, ...config }).success).toBe(false);
});
