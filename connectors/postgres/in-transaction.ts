import type { Pool, PoolClient, QueryConfig } from 'pg';
import { beforeAbort } from '../outbound/before-abort.ts';
import { databaseFailure } from './failures.ts';

/** One statement. Its values are never part of its text. */
export interface Statement {
  text: string;
  values: unknown[];
}

/** Runs one statement in the transaction. More than one in the text is refused. */
export type Run = (statement: Statement) => Promise<{ rows: Record<string, unknown>[]; rowCount: number }>;

/**
 * Runs the work in a transaction of its own: all of it is committed, or nothing.
 * @param signal ends it at once: the connection is dropped, and the server undoes what was done
 * @throws the signal's reason; LineshaftError when the database does not do its part
 */
export async function inTransaction<Result>(
  pool: Pool,
  access: 'read only' | 'read write',
  signal: AbortSignal,
  work: (run: Run) => Promise<Result>,
): Promise<Result> {
  signal.throwIfAborted();
  let lease: Lease | undefined;
  const abort = () => lease?.drop();
  signal.addEventListener('abort', abort, { once: true });
  try {
    lease = await leaseClient(pool, signal);
    const run = runOn(lease.client);
    signal.throwIfAborted();
    await run({ text: `begin ${access}`, values: [] });
    const result = await work(run);
    signal.throwIfAborted();
    await run({ text: 'commit', values: [] });
    lease.giveBack();
    return result;
  } catch (cause) {
    // The server undoes what a connection that is gone has not committed.
    lease?.drop();
    if (signal.aborted) throw signal.reason;
    throw databaseFailure(cause);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

interface Lease {
  client: PoolClient;
  giveBack(): void;
  drop(): void;
}

async function leaseClient(pool: Pool, signal: AbortSignal): Promise<Lease> {
  const client = await checkOut(pool, signal);
  let ended = false;
  // The query at work fails with the same error; without a listener it would end this process.
  const ignore = () => {};
  client.on('error', ignore);
  const end = (drop: boolean) => {
    if (ended) return;
    ended = true;
    client.off('error', ignore);
    client.release(drop);
  };
  return { client, giveBack: () => end(false), drop: () => end(true) };
}

async function checkOut(pool: Pool, signal: AbortSignal): Promise<PoolClient> {
  const waiting = pool.connect();
  try {
    return await beforeAbort(waiting, signal);
  } catch (cause) {
    // One that comes too late goes back; that none came is the failure already.
    waiting.then(
      client => client.release(),
      () => {},
    );
    throw cause;
  }
}

function runOn(client: PoolClient): Run {
  return async ({ text, values }) => {
    // The simple protocol would take several statements at once; the driver's types do not know how to say so.
    const query: QueryConfig & { queryMode: 'extended' } = { text, values, queryMode: 'extended' };
    const { rows, rowCount } = await client.query<Record<string, unknown>>(query);
    return { rows, rowCount: rowCount ?? 0 };
  };
}
