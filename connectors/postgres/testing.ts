import { randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import pg from 'pg';
import { afterAll, beforeAll, describe } from 'vitest';
import { postgresConnectionManifest } from './connection/manifest.ts';
import { postgresConnection } from './connection/connection.ts';

const serverUrl = process.env['LINESHAFT_TEST_POSTGRES'];

export interface TestPostgres {
  /** Settings of a connection to the database. */
  settings: ReturnType<typeof postgresConnectionManifest.settings.parse>;
  /** What the connection gives to nodes. */
  pool: Pool;
  connect: () => never;
}

/** Tests with a new database on the server that LINESHAFT_TEST_POSTGRES names. Without it they are skipped, and say so. */
export function describeOnPostgres(title: string, body: (postgres: () => TestPostgres) => void): void {
  // oxlint-disable-next-line vitest/no-conditional-tests -- the condition is the point of this function.
  if (serverUrl === undefined) {
    // oxlint-disable-next-line vitest/no-disabled-tests -- named as skipped, with what to do.
    describe.skip(`${title}: skipped, set LINESHAFT_TEST_POSTGRES`, () => {
      body(neverOpened);
    });
    return;
  }
  describe(`${title}, on PostgreSQL`, () => {
    const database = `lineshaft_test_${randomBytes(8).toString('hex')}`;
    let opened: TestPostgres | undefined;
    beforeAll(async () => {
      await onServer(serverUrl, `create database ${database}`);
      const { hostname, port, username, password } = new URL(serverUrl);
      const settings = postgresConnectionManifest.settings.parse({
        host: hostname,
        port: Number(port || 5432),
        database,
        user: decodeURIComponent(username),
        ...(password === '' ? {} : { password: decodeURIComponent(password) }),
        tls: 'off',
        internal: true,
      });
      const pool = postgresConnection.open({ id: 'database', values: settings });
      opened = { settings, pool, connect: (() => pool) as () => never };
    });
    afterAll(async () => {
      if (opened) await postgresConnection.close(opened.pool);
      await onServer(serverUrl, `drop database if exists ${database} with (force)`);
    });
    body(() => opened ?? neverOpened());
  });
}

function neverOpened(): never {
  throw new Error('The test database is open only inside tests and hooks.');
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
