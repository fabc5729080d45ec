import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import { orderDocument } from './order-documents.ts';
import type { Sink } from './sink.ts';

export interface LoadResult {
  accepted: number;
  refused: number;
  delivered: number;
  seconds: number;
}

/** Bodies are made beforehand: the number is patched in, so that the load costs little. */
export function orderBodies(lines: number): (poNumber: string) => Buffer {
  const [before = '', after = ''] = JSON.stringify(orderDocument('@', lines)).split('"documentId":"@"');
  return poNumber => Buffer.from(`${before}"documentId":"${poNumber}"${after}`);
}

export interface SaturateOptions {
  url: string;
  sink: Sink;
  lines: number;
  connections: number;
  /** Accepted but not delivered, at most: the chain is kept full without growing a backlog. */
  outstanding: number;
  seconds: number;
  prefix: string;
}

/** Keeps the chain full for some seconds. */
export async function saturate({
  url,
  sink,
  lines,
  connections,
  outstanding,
  seconds,
  prefix,
}: SaturateOptions): Promise<LoadResult> {
  const pool = new Pool(new URL(url).origin, { connections, pipelining: 1 });
  const body = orderBodies(lines);
  const path = new URL(url).pathname;
  sink.reset();
  let sent = 0;
  let accepted = 0;
  let refused = 0;
  const startedAt = performance.now();
  const endsAt = startedAt + seconds * 1000;
  const connection = async () => {
    while (performance.now() < endsAt) {
      if (sent - refused - sink.deliveries.length >= outstanding) {
        await sleep(1);
        continue;
      }
      const response = await pool.request({
        path,
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: body(`${prefix}${++sent}`),
      });
      await response.body.dump();
      if (response.statusCode === 202) accepted++;
      else refused++;
    }
  };
  await Promise.all(Array.from({ length: connections }, connection));
  const delivered = sink.deliveries.length;
  const took = (performance.now() - startedAt) / 1000;
  for (let waited = 0; sink.deliveries.length < accepted && waited < 30_000; waited += 20) await sleep(20);
  await pool.close();
  return { accepted, refused, delivered, seconds: took };
}

/** Sends at a steady rate whatever the answers; resolves with the milliseconds from sending to arrival at the sink. */
export async function steady(options: {
  url: string;
  sink: Sink;
  lines: number;
  perSecond: number;
  seconds: number;
  prefix: string;
  headers?: Record<string, string>;
}): Promise<number[]> {
  const { url, sink, lines, perSecond, seconds, prefix, headers = {} } = options;
  const pool = new Pool(new URL(url).origin, { connections: 32 });
  const body = orderBodies(lines);
  const path = new URL(url).pathname;
  const sentAt = new Map<string, number>();
  const latencies: number[] = [];
  sink.reset();
  // Others may send, too.
  sink.onDelivery = ({ poNumber, at }) => {
    const since = sentAt.get(poNumber);
    if (since !== undefined) latencies.push(at - since);
  };
  const requests: Promise<unknown>[] = [];
  const startedAt = performance.now();
  for (let index = 0; index < perSecond * seconds; index++) {
    const wait = startedAt + (index * 1000) / perSecond - performance.now();
    if (wait > 0) await sleep(wait);
    const poNumber = `${prefix}${index}`;
    const content = body(poNumber);
    sentAt.set(poNumber, performance.now());
    requests.push(
      pool
        .request({ path, method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: content })
        .then(response => response.body.dump()),
    );
  }
  await Promise.all(requests);
  for (let waited = 0; latencies.length < requests.length && waited < 10_000; waited += 20) await sleep(20);
  sink.onDelivery = () => {};
  await pool.close();
  return latencies;
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
