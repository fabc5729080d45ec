import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, test } from 'vitest';
import { inTransaction } from '../in-transaction.ts';
import { describeOnPostgres } from '../testing.ts';
import { postgresConnection } from './connection.ts';
import { postgresConnectionManifest } from './manifest.ts';

const { signal } = new AbortController();

type Settings = ReturnType<typeof postgresConnectionManifest.settings.parse>;

function testOf(values: Settings) {
  const titles: string[] = [];
  const step = async <Result>(title: string, work: () => Promise<Result>) => {
    titles.push(title);
    return work();
  };
  return { titles, done: postgresConnection.test({ id: 'database', values }, step, signal) };
}

describeOnPostgres('a connection to PostgreSQL', postgres => {
  test('is tested step by step', async () => {
    const { titles, done } = testOf(postgres().settings);
    await done;
    expect(titles).toEqual(['Connect', 'Sign in', 'Ask for the time']);
  });

  test('goes nowhere inside the network without permission, neither in the test nor at work', async () => {
    const values = { ...postgres().settings, internal: false };
    await expect(testOf(values).done).rejects.toMatchObject({ name: 'TerminalError', code: 'target-forbidden' });
    const pool = postgresConnection.open({ id: 'database', values });
    await expect(inTransaction(pool, 'read only', signal, async () => 1)).rejects.toMatchObject({
      name: 'TerminalError',
      code: 'target-forbidden',
    });
    await postgresConnection.close(pool);
  });

  test('does without TLS only where that is said', async () => {
    const { titles, done } = testOf({ ...postgres().settings, tls: 'verify' });
    await expect(done).rejects.toMatchObject({
      code: 'target-unreachable',
      message: 'The database does not offer TLS. Switch it on there.',
    });
    expect(titles.at(-1)).toBe('Verify the certificate and sign in');
  });

  test('that does not let in says so', async () => {
    await expect(testOf({ ...postgres().settings, database: 'no_such_database' }).done).rejects.toMatchObject({
      name: 'LineshaftError',
      code: 'connection-unusable',
      details: { sqlState: '3D000' },
    });
  });

  test('asks for TLS as its settings say, whatever the environment of the process says', async () => {
    process.env['PGSSLMODE'] = 'require';
    try {
      const { titles, done } = testOf(postgres().settings);
      await done;
      expect(titles).toContain('Sign in');
    } finally {
      delete process.env['PGSSLMODE'];
    }
  });
});

test('a port where nothing listens cannot be reached', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  const values = postgresConnectionManifest.settings.parse({
    host: '127.0.0.1',
    port,
    database: 'd',
    user: 'u',
    tls: 'off',
    internal: true,
  });
  const { titles, done } = testOf(values);
  await expect(done).rejects.toMatchObject({ code: 'target-unreachable', details: { reason: 'ECONNREFUSED' } });
  expect(titles).toEqual(['Connect']);
});

test.each([
  { tls: 'off' },
  { host: 'db.example:5432' },
  { host: 'user@db' },
  { host: '[::1]' },
  { port: 0 },
  { poolSize: 0 },
  { ca: 'x' },
])('cannot be made with %j', settings => {
  const least = { host: 'db.example', database: 'd', user: 'u' };
  for (const host of ['db.example', '10.0.0.1', '::1', 'fd00::1.2.3.4'])
    expect(postgresConnectionManifest.settings.safeParse({ ...least, host }).success).toBe(true);
  expect(postgresConnectionManifest.settings.safeParse({ ...least, ...settings }).success).toBe(false);
});
