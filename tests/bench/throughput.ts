import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import type { FreshDatabase } from '../fresh-database.ts';
import { percentile, saturate, steady } from './load.ts';
import { orderFlow } from './order-documents.ts';
import { RuntimeProcess } from '../runtime-process.ts';
import type { Sink } from './sink.ts';

const sizes = [
  { name: '2 KB (5 lines)', lines: 5 },
  { name: '15 KB (50 lines)', lines: 50 },
  { name: '145 KB (500 lines)', lines: 500 },
];

const connections = 32;
const outstanding = 256;

export interface ThroughputRow {
  database: string;
  size: string;
  plainPerSecond: number;
  durablePerSecond: number;
  ratio: number;
  p50: number;
  p99: number;
  plainP50: number;
  plainP99: number;
}

/** The durable chain and the one that keeps nothing, in turn, twice each; the better half of each counts. */
export async function measureThroughput(
  database: FreshDatabase,
  sink: Sink,
  seconds: number,
  only?: number,
): Promise<ThroughputRow[]> {
  const runtime = await RuntimeProcess.start(database);
  const plain = await startPlainChain(sink.url);
  await runtime.allow('sink', sink.url);
  await runtime.publish(orderFlow());
  const durableUrl = `${runtime.url}/in/bench/orders`;
  const rows: ThroughputRow[] = [];
  try {
    for (const { name, lines } of sizes.filter(size => only === undefined || size.lines === only)) {
      const rates: { plain: number; durable: number } = { plain: 0, durable: 0 };
      for (const round of [0, 1, 2]) {
        for (const chain of ['plain', 'durable'] as const) {
          const url = chain === 'plain' ? plain.url : durableUrl;
          const result = await saturate({
            url,
            sink,
            lines,
            connections,
            outstanding,
            seconds: round === 0 ? 5 : seconds,
            prefix: `${lines}-${round}-${chain}-`,
          });
          if (result.refused > 0)
            throw new Error(`${chain}: ${result.refused} of ${result.accepted + result.refused} messages were refused`);
          // The first round warms up.
          if (round > 0) rates[chain] = Math.max(rates[chain], result.delivered / result.seconds);
        }
      }
      const durable = await steady({
        url: durableUrl,
        sink,
        lines,
        perSecond: 50,
        seconds,
        prefix: `${lines}-steady-`,
      });
      const plainLatency = await steady({
        url: plain.url,
        sink,
        lines,
        perSecond: 50,
        seconds,
        prefix: `${lines}-plain-`,
      });
      rows.push({
        database: database.name,
        size: name,
        plainPerSecond: Math.round(rates.plain),
        durablePerSecond: Math.round(rates.durable),
        ratio: Number((rates.durable / rates.plain).toFixed(2)),
        p50: round1(percentile(durable, 0.5)),
        p99: round1(percentile(durable, 0.99)),
        plainP50: round1(percentile(plainLatency, 0.5)),
        plainP99: round1(percentile(plainLatency, 0.99)),
      });
    }
  } finally {
    await runtime.kill();
    plain.stop();
  }
  return rows;
}

export interface CostRow {
  database: string;
  messages: number;
  statementsPerMessage: number;
  rowsPerMessage: number;
  walBytesPerMessage: number;
  acceptBatch: number;
  settleBatch: number;
}

/** What one small message costs the database, at saturation. */
export async function measureCost(database: FreshDatabase, sink: Sink, seconds: number): Promise<CostRow | undefined> {
  const { databaseUrl } = database;
  if (!databaseUrl) return undefined;
  const runtime = await RuntimeProcess.start(database);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await runtime.allow('sink', sink.url);
    await runtime.publish(orderFlow());
    const url = `${runtime.url}/in/bench/orders`;
    await saturate({ url, sink, lines: 5, connections, outstanding, seconds: 2, prefix: 'warm-' });
    const before = await readCounters(client, runtime);
    const { accepted } = await saturate({ url, sink, lines: 5, connections, outstanding, seconds, prefix: 'cost-' });
    const after = await readCounters(client, runtime);
    const per = (key: keyof typeof before, digits: number) =>
      Number(((after[key] - before[key]) / accepted).toFixed(digits));
    return {
      database: database.name,
      messages: accepted,
      statementsPerMessage: Number(
        ((after.acceptBatches + after.settleBatches - before.acceptBatches - before.settleBatches) / accepted).toFixed(
          3,
        ),
      ),
      rowsPerMessage: per('rows', 1),
      walBytesPerMessage: per('wal', 0),
      acceptBatch: Number((accepted / (after.acceptBatches - before.acceptBatches)).toFixed(1)),
      settleBatch: Number((accepted / (after.settleBatches - before.settleBatches)).toFixed(1)),
    };
  } finally {
    await client.end();
    await runtime.kill();
  }
}

async function readCounters(client: pg.Client, runtime: RuntimeProcess) {
  // Statistics of a session reach the view within a second of its last transaction.
  await new Promise(resolve => setTimeout(resolve, 1500));
  const { rows } = await client.query<{ wal: string; rows: string }>(
    `select pg_current_wal_insert_lsn() - '0/0'::pg_lsn as wal, tup_inserted + tup_updated + tup_deleted as rows
     from pg_stat_database where datname = current_database()`,
  );
  const metrics = await (await fetch(`${runtime.url}/metrics`)).text();
  const batches = (kind: string) =>
    Number(new RegExp(`lineshaft_batch_items_count\\{batch="${kind}"\\} (\\d+)`).exec(metrics)?.[1] ?? 0);
  return {
    wal: Number(rows[0]?.wal),
    rows: Number(rows[0]?.rows),
    acceptBatches: batches('accept'),
    settleBatches: batches('settle'),
  };
}

export async function measureCommitRate(database: FreshDatabase): Promise<number> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('commit-rate.ts', import.meta.url))], {
    env: {
      ...process.env,
      LINESHAFT_DATA: database.dataFolder,
      ...(database.databaseUrl ? { DATABASE_URL: database.databaseUrl } : {}),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  await once(child, 'exit');
  return Number(line);
}

async function startPlainChain(sinkUrl: string): Promise<{ url: string; stop(): void }> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('plain-chain.ts', import.meta.url))], {
    env: { ...process.env, SINK_URL: sinkUrl },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [url] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return { url: `${url}/orders`, stop: () => child.kill() };
}

const round1 = (value: number) => Math.round(value * 10) / 10;
