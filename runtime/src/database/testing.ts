import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe } from 'vitest';
import { migrate } from './migrate.ts';
import { openDatabase } from './open-database.ts';
import type { Database } from './open-database.ts';
import { copyTemplate } from './testing-template.ts';

const serverUrl = process.env['LINESHAFT_TEST_POSTGRES'];
const quiet = (): void => {};

export interface TestDatabase {
  database: Database;
  /** PGlite's; empty on PostgreSQL. */
  dataFolder: string;
  /** Closes it and removes every trace. */
  remove(): Promise<void>;
}

/**
 * Runs the same tests on PGlite and, when LINESHAFT_TEST_POSTGRES is the URL of a server where databases may be made,
 * on PostgreSQL. Each call has a database of its own, migrated, open from beforeAll to afterAll.
 *
 * @example
 * describeOnEachDatabase('accept', database => {
 *   test('writes the message', async () => {
 *     await database().pool.query('select 1');
 *   });
 * });
 */
export function describeOnEachDatabase(title: string, body: (database: () => Database) => void): void {
  describe(`${title}, on PGlite`, () => {
    body(databaseOfSuite(openTestPGlite));
  });
  // oxlint-disable-next-line vitest/no-conditional-tests -- the condition is the point of this function.
  if (serverUrl === undefined) {
    // oxlint-disable-next-line vitest/no-disabled-tests -- named as skipped, with what to do.
    describe.skip(`${title}, on PostgreSQL: skipped, set LINESHAFT_TEST_POSTGRES`, () => {
      body(neverOpened);
    });
    return;
  }
  describe(`${title}, on PostgreSQL`, () => {
    body(databaseOfSuite(() => openTestPostgres(serverUrl)));
  });
}

function databaseOfSuite(open: () => Promise<TestDatabase>): () => Database {
  let opened: TestDatabase | undefined;
  beforeAll(async () => {
    opened = await open();
  });
  afterAll(async () => {
    await opened?.remove();
  });
  return () => opened?.database ?? neverOpened();
}

function neverOpened(): never {
  throw new Error('The test database is open only inside tests and hooks.');
}

/** A migrated PGlite in a folder of its own: a copy of a folder that is made once per machine and set of migrations. */
export async function openTestPGlite(): Promise<TestDatabase> {
  const dataFolder = fs.mkdtempSync(path.join(os.tmpdir(), 'lineshaft-test-'));
  await copyTemplate(dataFolder);
  const database = await openDatabase({ dataFolder, announce: quiet });
  return {
    database,
    dataFolder,
    remove: async () => {
      await database.close();
      fs.rmSync(dataFolder, { recursive: true });
    },
  };
}

/** A migrated, new database on the server. */
export async function openTestPostgres(url: string): Promise<TestDatabase> {
  const name = `lineshaft_test_${randomBytes(8).toString('hex')}`;
  await onServer(url, `create database ${name}`);
  const databaseUrl = new URL(url);
  databaseUrl.pathname = name;
  const database = await openDatabase({ databaseUrl: databaseUrl.href, dataFolder: '', announce: quiet });
  await migrate(database, quiet);
  return {
    database,
    dataFolder: '',
    remove: async () => {
      await database.close();
      await onServer(url, `drop database ${name} with (force)`);
    },
  };
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
