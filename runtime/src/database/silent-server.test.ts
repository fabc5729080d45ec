import net, { type AddressInfo, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isTransient } from '../ledger/database-errors.ts';
import { inTransaction } from '../ledger/transaction.ts';
import { type Database, openDatabase } from './open-database.ts';
import { openTestPostgres, type TestDatabase } from './testing.ts';

const serverUrl = process.env['LINESHAFT_TEST_POSTGRES'];

describe.skipIf(serverUrl === undefined)('a PostgreSQL server that falls silent', () => {
  let test: TestDatabase;
  let database: Database;
  let proxy: net.Server;
  let sockets: Set<Socket>;
  beforeEach(async () => {
    test = await openTestPostgres(serverUrl ?? '');
    const server = new URL(serverUrl ?? '');
    sockets = new Set();
    proxy = net.createServer(socket => {
      const upstream = net.connect(Number(server.port) || 5432, server.hostname);
      for (const end of [socket, upstream]) {
        end.on('error', () => {});
        end.on('close', () => {
          socket.destroy();
          upstream.destroy();
        });
      }
      sockets.add(socket).add(upstream);
      socket.pipe(upstream).pipe(socket);
    });
    await new Promise<void>(resolve => proxy.listen(0, '127.0.0.1', resolve));
    const { rows } = await test.database.pool.query<{ name: string }>('select current_database() as name');
    const url = new URL(serverUrl ?? '');
    url.hostname = '127.0.0.1';
    url.port = String((proxy.address() as AddressInfo).port);
    url.pathname = rows[0]?.name ?? '';
    database = await openDatabase({ databaseUrl: url.href, dataFolder: '', announce: () => {}, answerTimeoutMs: 500 });
  });
  afterEach(async () => {
    await database.close();
    proxy.close();
    for (const socket of sockets) socket.destroy();
    await test.remove();
  });

  /** As when a firewall forgets a connection: nothing comes any more, not even its end. */
  function silence(): void {
    for (const socket of sockets) socket.unpipe().pause();
  }

  it('is waited for no longer than a while, and asked again over another connection', async () => {
    silence();
    const refused = await database.pool.query('select 1').then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(isTransient(refused)).toBe(true);
    expect((await database.pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  });

  it('does not keep a transaction waiting twice', async () => {
    const startedAt = performance.now();
    const refused = inTransaction(database.pool, async client => {
      silence();
      return client.query('select 1');
    });
    await expect(refused).rejects.toThrow('timeout');
    expect(performance.now() - startedAt).toBeLessThan(950);
    expect(await inTransaction(database.pool, async client => (await client.query('select 1 as one')).rows)).toEqual([
      { one: 1 },
    ]);
  });
});
