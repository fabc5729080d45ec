import { Kysely, PostgresDialect } from 'kysely';
import type { Database } from './database.ts';
import { openPGlite } from './open-pglite.ts';
import { openPostgres } from './open-postgres.ts';
import type { Tables } from './tables.ts';

export type { Database } from './database.ts';

export interface OpenDatabaseOptions {
  /** A PostgreSQL server, 15 or later. Absent: the embedded PGlite in `<dataFolder>/pglite`. */
  databaseUrl?: string;
  /** Made when missing. Not touched when `databaseUrl` is given. */
  dataFolder: string;
  /** Told, in sentences for an operator, what takes seconds or went wrong in the background. */
  announce: (sentence: string) => void;
  /** PostgreSQL connections at most; 10 unless told. PGlite is one session always. */
  poolSize?: number;
  /** How long an answer of PostgreSQL is waited for; 65 s unless told, longer than its own limit for a statement. */
  answerTimeoutMs?: number;
  /** Called once when the embedded database broke down and only a new process can open it again. */
  onFatal?: (error: Error) => void;
}

/**
 * Opens the database that the configuration names. Does not migrate it.
 * @throws LineshaftError with a sentence for the operator: 'config-invalid' (malformed URL, server too old) or
 * 'unavailable' (not reachable, folder in use by another process, commits not durable).
 */
export async function openDatabase(options: OpenDatabaseOptions): Promise<Database> {
  const { databaseUrl, dataFolder, announce, poolSize = 10, answerTimeoutMs = 65_000, onFatal = () => {} } = options;
  const opened = databaseUrl
    ? await openPostgres({ databaseUrl, announce, poolSize, answerTimeoutMs })
    : await openPGlite({ dataFolder, announce, onFatal });
  const kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: opened.pool }) });
  let closed: Promise<void> | undefined;
  return {
    kind: databaseUrl ? 'postgres' : 'pglite',
    pool: opened.pool,
    kysely,
    maintain: () => opened.maintain(),
    close: () => (closed ??= opened.close()),
  };
}
