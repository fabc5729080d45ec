import { LineshaftError } from '@lineshaft/flow';
import pg from 'pg';
import { columnParsers } from './column-parsers.ts';
import type { OpenedPool } from './open-pglite.ts';

export interface OpenPostgresOptions {
  databaseUrl: string;
  announce: (sentence: string) => void;
  poolSize: number;
  answerTimeoutMs: number;
}

const oldestServer = 150_000;

/**
 * Set on every new connection, in one statement rather than as start-up options, which poolers refuse. A process that
 * is frozen in a transaction must not keep its locks; no statement of ours is meant to run for minutes.
 */
const sessionSettings = `
  select set_config('TimeZone', 'UTC', false),
    set_config('statement_timeout', '60s', false),
    set_config('lock_timeout', '20s', false),
    set_config('idle_in_transaction_session_timeout', '10s', false)`;

/** Opens a pool on a PostgreSQL server of version 15 or later. */
export async function openPostgres({
  databaseUrl,
  announce,
  poolSize,
  answerTimeoutMs,
}: OpenPostgresOptions): Promise<OpenedPool> {
  const where = describeTarget(databaseUrl);
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: poolSize,
    application_name: 'lineshaft',
    keepAlive: true,
    keepAliveInitialDelayMillis: 30_000,
    // A server that is cut off without a word (a failover, a firewall that forgets) never answers, and TCP goes on trying
    // for a quarter of an hour. The connection is dropped then, and the next one may reach who answers.
    query_timeout: answerTimeoutMs,
    connectionTimeoutMillis: 20_000,
    types: columnParsers(),
    // The pool waits for the promise, though its type does not say so.
    onConnect: client => client.query(sessionSettings) as unknown as void,
  });
  // Without a listener of its own, a client that breaks while it is checked out would end this process.
  pool.on('connect', client => {
    client.on('error', error => announce(`A connection to ${where} was lost: ${error.message}.`));
  });
  // Idle clients report here, too; announced above.
  pool.on('error', () => {});
  try {
    await checkServer(pool, where, announce);
  } catch (error) {
    await pool.end();
    throw error instanceof LineshaftError ? error : unreachable(where, error);
  }
  return { pool, maintain: () => Promise.resolve(), close: () => pool.end() };
}

/** Refuses a server that is older than PostgreSQL 15. `version` is its server_version_num, such as 150020. */
export function requireServerVersion(version: number, where: string): void {
  if (version >= oldestServer) return;
  throw new LineshaftError(
    'config-invalid',
    `${where} is PostgreSQL ${Math.floor(version / 10_000)}, and Lineshaft needs 15 or later. Set DATABASE_URL to a ` +
      `newer server, or unset it to use the embedded database.`,
  );
}

async function checkServer(pool: pg.Pool, where: string, announce: (sentence: string) => void): Promise<void> {
  const { rows } = await pool.query<{ version: number; fsync: string; commit: string }>(
    `select current_setting('server_version_num')::int as version, current_setting('fsync') as fsync,
       current_setting('synchronous_commit') as commit`,
  );
  const server = rows[0];
  if (!server) throw new Error('The server did not tell its version.');
  requireServerVersion(server.version, where);
  if (server.fsync === 'off' || server.commit === 'off') {
    const setting = server.fsync === 'off' ? 'fsync' : 'synchronous_commit';
    announce(`${where} runs with ${setting} = off: messages that were accepted can be lost in a power cut.`);
  }
}

/** Names server and database; never the password. */
function describeTarget(databaseUrl: string): string {
  if (!/^(postgres|postgresql|socket):/.test(databaseUrl)) throw malformed();
  let target: { host: string; port: number; database?: string | undefined };
  try {
    target = new pg.Client({ connectionString: databaseUrl });
  } catch {
    // Its message and properties repeat the URL, password included: not kept as a cause.
    throw malformed();
  }
  const host = target.host.startsWith('/') ? `the socket in ${target.host}` : `${target.host}:${target.port}`;
  return `PostgreSQL at ${host}, database ${target.database ?? '(none)'}`;
}

function malformed(): LineshaftError {
  return new LineshaftError(
    'config-invalid',
    'DATABASE_URL is not an address of a PostgreSQL database. It looks like postgres://user:password@host:5432/database, ' +
      'with special characters in the password percent-encoded. Unset it to use the embedded database.',
  );
}

function unreachable(where: string, error: unknown): LineshaftError {
  const { code } = error as { code?: unknown };
  const reason = error instanceof Error && error.message !== '' ? error.message : String(code);
  const advice =
    (typeof code === 'string' && adviceByCode[code]) || 'Check DATABASE_URL, the network and the server log.';
  return new LineshaftError('unavailable', `${where} cannot be used: ${reason}. ${advice}`, { cause: error });
}

/** By Node's system error and PostgreSQL's SQLSTATE. */
const adviceByCode: Record<string, string> = {
  ECONNREFUSED: 'Start the server, or correct host and port in DATABASE_URL.',
  ENOENT: 'Start the server, or correct the socket folder in DATABASE_URL.',
  ENOTFOUND: 'Correct the host in DATABASE_URL.',
  EAI_AGAIN: 'The name of the host could not be looked up: check the network, or correct the host in DATABASE_URL.',
  '28P01': 'Correct user and password in DATABASE_URL.',
  '28000': "Correct the user in DATABASE_URL, or let it in by the server's pg_hba.conf.",
  '3D000': 'Create the database, or correct its name in DATABASE_URL.',
  '53300': "Raise the server's max_connections, or close other programs' connections.",
  '57P03': 'The server is starting up or shutting down: try again in a moment.',
};
