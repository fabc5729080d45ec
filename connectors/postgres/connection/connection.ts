import { type ConnectionSettings, implementConnection } from '@lineshaft/flow';
import pg from 'pg';
import type { z } from 'zod';
import { connectSocket } from '../../outbound/connect-socket.ts';
import { guardedSocket } from '../../outbound/guarded-socket.ts';
import { databaseFailure } from '../failures.ts';
import { columnParsers } from './column-parsers.ts';
import { postgresConnectionManifest } from './manifest.ts';

type Settings = ConnectionSettings<z.output<typeof postgresConnectionManifest.settings>>['values'];

const connectTimeoutMs = 10_000;

/**
 * Texts as `columnParsers` reads them; a process that is frozen in a transaction does not keep its locks. A statement whose
 * client is gone ends: dropping the connection is how one is cancelled here. Servers before 14, and those on Windows, do
 * not know how, and finish it.
 */
const sessionSettings = `do $$ begin
  perform set_config('TimeZone', 'UTC', false), set_config('DateStyle', 'ISO', false),
    set_config('idle_in_transaction_session_timeout', '60s', false);
  begin
    perform set_config('client_connection_check_interval', '1s', false);
  exception when undefined_object or invalid_parameter_value then null;
  end;
end $$`;

export const postgresConnection = implementConnection({
  manifest: postgresConnectionManifest,
  open({ values }) {
    const pool = new pg.Pool({
      ...clientConfig(values),
      max: values.poolSize,
      idleTimeoutMillis: 60_000,
      // The pool waits for the promise, though its type does not say so.
      onConnect: client => client.query(sessionSettings) as unknown as void,
    });
    // A client that breaks while nobody uses it leaves the pool, and the next use opens another one. Without a listener it
    // would end this process.
    pool.on('error', () => {});
    return pool;
  },
  close: async pool => pool.end(),
  async test({ values }, step, signal) {
    const target = { host: values.host, port: values.port };
    await step('Connect', async () =>
      asked(async () => {
        const allowed = values.internal ? target : undefined;
        (await connectSocket(target, { allowed, timeoutMs: connectTimeoutMs, signal })).destroy();
      }),
    );
    const client = new pg.Client(clientConfig(values));
    const abort = () => void client.end();
    client.on('error', () => {});
    try {
      await step(values.tls === 'off' ? 'Sign in' : 'Verify the certificate and sign in', async () =>
        asked(async () => void (await client.connect())),
      );
      signal.addEventListener('abort', abort, { once: true });
      await step('Ask for the time', async () => asked(async () => void (await client.query('select now()'))));
    } finally {
      signal.removeEventListener('abort', abort);
      await client.end();
    }
  },
});

/** Says who signs in and whether with TLS even where there is nothing to say: the driver would take it from the environment. */
function clientConfig(values: Settings): pg.ClientConfig {
  const { host, port, database, user, password, tls, ca, internal } = values;
  return {
    host,
    port,
    database,
    user,
    password: () => password ?? '',
    ssl: tls === 'off' ? false : { rejectUnauthorized: true, ...(ca === undefined ? {} : { ca }) },
    stream: () => guardedSocket({ host, port }, internal),
    application_name: 'lineshaft',
    client_encoding: 'UTF8',
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: 30_000,
    types: columnParsers,
  };
}

async function asked(question: () => Promise<void>): Promise<void> {
  try {
    await question();
  } catch (cause) {
    throw databaseFailure(cause);
  }
}
