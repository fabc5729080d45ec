import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { openDatabase } from './open-database.ts';
import { requireServerVersion } from './open-postgres.ts';
import { describeOnEachDatabase } from './testing.ts';

describeOnEachDatabase('an open database', database => {
  const insert = { name: 'insert-number', text: 'insert into number (value) values ($1)' };
  const count = async (): Promise<unknown> => {
    const { rows } = await database().pool.query<{ count: unknown }>('select count(*) from number');
    return rows[0]?.count;
  };

  test('prepares a named statement once and runs it many times', async () => {
    const { pool } = database();
    await pool.query('create table number (value bigint primary key)');
    const client = await pool.connect();
    for (let value = 0; value < 20; value += 1) await client.query({ ...insert, values: [value] });
    const { rows } = await client.query<{ count: number }>(
      'select count(*) from pg_prepared_statements where name = $1',
      [insert.name],
    );
    client.release();
    expect(rows).toEqual([{ count: 1 }]);
    expect(await count()).toBe(20);
  });

  test('tells a unique violation by its code, and the same statement goes on working', async () => {
    const { pool } = database();
    const again = pool.query({ ...insert, values: [1] });
    await expect(again).rejects.toMatchObject({ code: '23505', constraint: 'number_pkey', table: 'number' });
    await pool.query({ ...insert, values: [100] });
    expect(await count()).toBe(21);
  });

  test.each([
    ['a syntax error', 'selec 1', '42601'],
    ['a division by zero', 'select 1/0', '22012'],
    ['an unknown table', 'select * from nowhere', '42P01'],
  ])('answers after %s', async (_, text, code) => {
    const { pool } = database();
    await expect(pool.query(text)).rejects.toMatchObject({ code });
    await expect(pool.query({ name: `bad ${code}`, text, values: [] })).rejects.toMatchObject({ code });
    expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  });

  test('rolls a failed transaction back, all of it', async () => {
    const before = await count();
    const failing = database()
      .kysely.transaction()
      .execute(async transaction => {
        await sql`insert into number (value) values (200)`.execute(transaction);
        await sql`insert into number (value) values (200)`.execute(transaction);
      });
    await expect(failing).rejects.toMatchObject({ code: '23505' });
    expect(await count()).toBe(before);
  });

  test('keeps transactions apart that start at the same time', async () => {
    const { kysely } = database();
    await sql`create table counter (value int)`.execute(kysely);
    await sql`insert into counter values (0)`.execute(kysely);
    await Promise.all(
      Array.from({ length: 20 }, () =>
        kysely.transaction().execute(async transaction => {
          const { rows } = await sql<{ value: number }>`select value from counter for update`.execute(transaction);
          await sql`update counter set value = ${(rows[0]?.value ?? 0) + 1}`.execute(transaction);
        }),
      ),
    );
    expect((await sql`select value from counter`.execute(kysely)).rows).toEqual([{ value: 20 }]);
  });

  test('a client that is thrown away in the middle of a transaction leaves nothing behind', async () => {
    const { pool } = database();
    const before = await count();
    const client = await pool.connect();
    await client.query('begin');
    await client.query({ ...insert, values: [300] });
    await client.query('set search_path = pg_catalog');
    client.release(new Error('thrown away'));
    expect(await count()).toBe(before);
    await pool.query({ ...insert, values: [300] });
    await pool.query('delete from number where value = 300');
  });

  test('reads bigint as a number, and refuses one that a number cannot hold', async () => {
    const { pool } = database();
    const { rows } = await pool.query(`select 9007199254740991 as value, '{1,2,null}'::int8[] as list`);
    expect(rows).toEqual([{ value: Number.MAX_SAFE_INTEGER, list: [1, 2, null] }]);
    await expect(pool.query('select 9007199254740992 as value')).rejects.toThrow('9007199254740992');
    expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  });

  test('reads timestamptz as a Date, date as text, bytea as the bytes, and works in UTC', async () => {
    const at = new Date('2026-03-29T01:30:00.123Z');
    const { rows } = await database().pool.query(
      `select $1::timestamptz as at, '2026-03-29'::date as day, $2::bytea as body, current_setting('TimeZone') as zone`,
      [at, Buffer.from([0, 255, 10])],
    );
    expect(rows).toEqual([{ at, day: '2026-03-29', body: Buffer.from([0, 255, 10]), zone: 'UTC' }]);
  });

  test('carries megabytes both ways', async () => {
    const body = Buffer.alloc(5_000_000, 'lineshaft ');
    const { rows } = await database().pool.query<{ body: Buffer }>('select $1::bytea as body', [body]);
    expect(rows[0]?.body.equals(body)).toBe(true);
  });

  test('maintenance runs twice without complaint and keeps the rows', async () => {
    const before = await count();
    await database().maintain();
    await database().maintain();
    expect(await count()).toBe(before);
  });

  test('a connection that breaks in the middle of a transaction fails that transaction and nothing else', async ({
    skip,
  }) => {
    skip(database().kind === 'pglite', 'PGlite has no connection that could break');
    const { pool } = database();
    const client = await pool.connect();
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
    await client.query('begin');
    await pool.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
    // The loss is noticed by this query or just before it.
    const query = client.query('select 1').finally(() => client.release(true));
    await expect(query).rejects.toThrow(/terminat|connection error/);
    expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  });

  test('wakes a listener on PostgreSQL', async ({ skip }) => {
    skip(database().kind === 'pglite', 'PGlite has one session: nobody else to notify');
    const { pool } = database();
    const listener = await pool.connect();
    const heard = new Promise<string | undefined>(resolve => {
      listener.once('notification', notification => resolve(notification.payload));
    });
    await listener.query('listen work');
    await pool.query(`notify work, 'orders'`);
    expect(await heard).toBe('orders');
    listener.release(true);
  });
});

describe('a PostgreSQL that cannot be used', () => {
  const open = (databaseUrl: string): Promise<unknown> =>
    openDatabase({ databaseUrl, dataFolder: '', announce: () => {} });

  test('a server that is not there is named without the password, with what to do', async () => {
    const error = await rejection(open('postgres://robot:s3cret@127.0.0.1:1/orders'));
    expect(error.message).toBe(
      'PostgreSQL at 127.0.0.1:1, database orders cannot be used: connect ECONNREFUSED 127.0.0.1:1. ' +
        'Start the server, or correct host and port in DATABASE_URL.',
    );
  });

  test.each(['mysql://root:s3cret@localhost/x', 's3cret', 'postgres://robot:s3cret@host:port/x'])(
    'a malformed URL is refused without repeating it: %s',
    async url => {
      const error = await rejection(open(url));
      expect(error).toMatchObject({ code: 'config-invalid' });
      expect(JSON.stringify([error.message, error.cause])).not.toContain('s3cret');
      expect(error.message).toContain('postgres://user:password@host:5432/database');
    },
  );

  test.runIf(process.env['LINESHAFT_TEST_POSTGRES'])('a missing database is said to be missing', async () => {
    const url = new URL(process.env['LINESHAFT_TEST_POSTGRES'] ?? '');
    url.pathname = 'lineshaft_nowhere';
    const error = await rejection(open(url.href));
    expect(error.message).toContain('database "lineshaft_nowhere" does not exist');
    expect(error.message).toContain('Create the database, or correct its name in DATABASE_URL.');
  });

  test('a server before version 15 is refused, 15 is not', () => {
    expect(() => requireServerVersion(140_018, 'PostgreSQL at db:5432')).toThrow(
      'PostgreSQL at db:5432 is PostgreSQL 14, and Lineshaft needs 15 or later.',
    );
    requireServerVersion(150_000, 'PostgreSQL at db:5432');
  });
});

async function rejection(promise: Promise<unknown>): Promise<Error> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Error)) throw new Error('The promise was expected to be rejected.');
  return error;
}
