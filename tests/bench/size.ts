import { setTimeout as sleep } from 'node:timers/promises';
import { type Database, openDatabase } from '@lineshaft/runtime/database';
import type { FreshDatabase } from '../fresh-database.ts';
import { RuntimeProcess } from '../runtime-process.ts';
import { drained } from './fairness.ts';
import { saturate } from './load.ts';
import { orderFlow } from './order-documents.ts';
import type { Sink } from './sink.ts';

export interface SizeRow {
  database: string;
  messages: number;
  /** MB for 100,000 messages. */
  whole: number;
  /** After the payloads expired. */
  withoutPayloads: number;
  /** After the rest expired, too: receipts stay, for thirty days whatever the flow says. */
  afterRetention: number;
}

/** What messages of 2 KB take in the database, and what is left when days have passed; receipts included. */
export async function measureSize(database: FreshDatabase, sink: Sink, seconds: number): Promise<SizeRow> {
  const runtime = await RuntimeProcess.start(database);
  await runtime.allow('sink', sink.url);
  await runtime.publish({ ...orderFlow(), retention: { payloads: '1d', metadata: '2d' } });
  await runtime.kill();
  const empty = await onOpen(database, size);

  const filled = await RuntimeProcess.start(database);
  const url = `${filled.url}/in/bench/orders`;
  const load = { url, sink, lines: 5, connections: 32, outstanding: 256, seconds: seconds * 4, prefix: 'size-' };
  const { accepted } = await saturate(load);
  await drained(filled);
  await filled.kill();

  const per = (bytes: number) => Math.round(((bytes - empty) / accepted) * 0.1 * 10) / 10;
  const whole = await onOpen(database, size);
  await passDays(database, ['payload'], 'payload_expires_on');
  const withoutPayloads = await onOpen(database, size);
  await passDays(database, ['message', 'node_run'], 'expires_on');
  const afterRetention = await onOpen(database, size);
  return {
    database: database.name,
    messages: accepted,
    whole: per(whole),
    withoutPayloads: per(withoutPayloads),
    afterRetention: per(afterRetention),
  };
}

async function onOpen<Result>(database: FreshDatabase, work: (opened: Database) => Promise<Result>): Promise<Result> {
  const opened = await openDatabase({
    ...(database.databaseUrl ? { databaseUrl: database.databaseUrl } : {}),
    dataFolder: database.dataFolder,
    announce: () => {},
  });
  try {
    return await work(opened);
  } finally {
    await opened.close();
  }
}

/** Bytes, without what is only dead. */
async function size({ pool }: Database): Promise<number> {
  await pool.query({ text: 'vacuum full', query_timeout: 600_000 } as { text: string });
  const { rows } = await pool.query<{ bytes: number }>('select pg_database_size(current_database()) as bytes');
  return rows[0]?.bytes ?? 0;
}

/** As if what expires first had expired four days ago; then the runtime starts and does its housekeeping. */
async function passDays(database: FreshDatabase, tables: string[], column: string): Promise<void> {
  await onOpen(database, async ({ pool }) => {
    const { rows } = await pool.query<{ day: string }>(`select distinct expires_on - 4 as day from ${tables[0]}`);
    for (const table of tables) {
      for (const { day } of rows)
        await pool.query(
          `create table ${table}_${day.replaceAll('-', '')} partition of ${table} for values from ('${day}') to (date '${day}' + 1)`,
        );
      await pool.query(`update ${table} set expires_on = expires_on - 4`);
    }
    await pool.query(`update execution set ${column} = ${column} - 4`);
  });
  const runtime = await RuntimeProcess.start(database);
  await sleep(3000);
  await runtime.kill();
  await onOpen(database, async ({ pool }) => {
    const { rows } = await pool.query<{ n: number }>(`select count(*) as n from ${tables[0]}`);
    if (rows[0]?.n !== 0) throw new Error(`${rows[0]?.n} rows of ${tables[0]} did not expire.`);
  });
}
