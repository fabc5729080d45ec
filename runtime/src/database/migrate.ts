import { LineshaftError } from '@lineshaft/flow';
import pg from 'pg';
import type { Database } from './database.ts';
import { readMigrationFiles } from './migration-files.ts';
import type { MigrationFile } from './migration-files.ts';

export const ourMigrations = new URL('./migrations/', import.meta.url);

/**
 * Brings the tables up to date: applies the files of migrations/ that the database has not seen, in order, each in a
 * transaction of its own, and records them in the table `migration`. Safe when several processes start at once.
 * @throws LineshaftError when an applied file was changed or is gone, when the database is newer than this release, or
 * when a statement fails (what was applied before it stays).
 */
export async function migrate(
  database: Pick<Database, 'pool'>,
  announce: (sentence: string) => void,
  folder: URL = ourMigrations,
): Promise<void> {
  const files = readMigrationFiles(folder);
  const client = await database.pool.connect();
  try {
    await createMigrationTable(client);
    while (await applyNext(client, files, announce));
    client.release();
  } catch (error) {
    // Closes the session, which rolls back.
    client.release(true);
    throw error;
  }
}

async function createMigrationTable(client: pg.PoolClient): Promise<void> {
  const { rows } = await client.query<{ exists: boolean }>(`select to_regclass('migration') is not null as exists`);
  if (rows[0]?.exists) return;
  try {
    await client.query(
      `create table if not exists migration (
         name text primary key,
         sha256 text not null,
         applied_at timestamptz not null default now()
       )`,
    );
  } catch (error) {
    // "If not exists" looks before it writes: of two processes one may find the name taken in the catalogue.
    const lostRace = error instanceof pg.DatabaseError && ['23505', '42710', '42P07'].includes(error.code ?? '');
    if (!lostRace) throw error;
  }
}

/** Applies one file in one transaction. False when there was none to apply. */
async function applyNext(
  client: pg.PoolClient,
  files: readonly MigrationFile[],
  announce: (sentence: string) => void,
): Promise<boolean> {
  await client.query('begin');
  // Processes take turns here, for as long as the others' migrations take. (Advisory locks mean nothing on PGlite.)
  await client.query('set local lock_timeout = 0; set local statement_timeout = 0');
  await client.query(patiently('lock table migration in exclusive mode'));
  const { rows } = await client.query<AppliedMigration>('select name, sha256 from migration order by name');
  const next = firstPending(files, rows);
  if (next) await apply(client, next, announce);
  await client.query('commit');
  return next !== undefined;
}

interface AppliedMigration {
  name: string;
  sha256: string;
}

/** Throws unless what was applied is the beginning of what this release has. */
function firstPending(
  files: readonly MigrationFile[],
  applied: readonly AppliedMigration[],
): MigrationFile | undefined {
  const newestKnown = files.at(-1)?.name ?? '';
  for (const [index, { name, sha256 }] of applied.entries()) {
    const file = files[index];
    if (file?.name === name && file.sha256 === sha256) continue;
    if (file?.name === name) {
      throw refusal(`The migration ${name} was changed after it was applied. Restore it, and add a new file instead.`);
    }
    if (name > newestKnown) {
      throw refusal(
        `The database has the migration ${name}, and this release knows none after ${newestKnown || 'the beginning'}: ` +
          `the database is newer. Start a release that is at least as new as the one that made it.`,
      );
    }
    if (file !== undefined && file.name < name) {
      throw refusal(
        `The migration ${file.name} comes before ${name}, which is applied already. Give it a number after the last.`,
      );
    }
    throw refusal(`The migration ${name} was applied and its file is gone. Restore the file.`);
  }
  return files[applied.length];
}

async function apply(client: pg.PoolClient, file: MigrationFile, announce: (sentence: string) => void): Promise<void> {
  announce(`Applying the migration ${file.name}.`);
  const before = await transactionId(client);
  try {
    await client.query(`set local lock_timeout = '60s'`);
    await client.query(patiently(file.sql));
  } catch (error) {
    throw failed(file, error);
  }
  if ((await transactionId(client)) !== before) {
    throw refusal(`The migration ${file.name} ends its transaction. Take commit and rollback out of it.`);
  }
  await client.query('insert into migration (name, sha256) values ($1, $2)', [file.name, file.sha256]);
}

/** However long the answer takes: node-postgres would give up on it by the pool's limit. */
function patiently(text: string) {
  return { text, query_timeout: 2 ** 31 - 1 };
}

async function transactionId(client: pg.PoolClient): Promise<string | undefined> {
  const { rows } = await client.query<{ id: string }>('select pg_current_xact_id()::text as id');
  return rows[0]?.id;
}

function refusal(sentence: string): LineshaftError {
  return new LineshaftError('config-invalid', sentence);
}

function failed(file: MigrationFile, error: unknown): LineshaftError {
  const reason = error instanceof Error ? error.message : String(error);
  const where =
    error instanceof pg.DatabaseError && error.position ? `, line ${lineAt(file.sql, +error.position)}` : '';
  return new LineshaftError(
    'unexpected',
    `The migration ${file.name}${where} failed: ${reason}. Nothing of it was applied.`,
    {
      cause: error,
    },
  );
}

/** PostgreSQL's positions count characters from 1, and a character outside the BMP is one. */
function lineAt(sql: string, position: number): number {
  return (
    Array.from(sql)
      .slice(0, position)
      .filter((character, index) => character === '\n' && index < position - 1).length + 1
  );
}
