import type { FreshDatabase } from '../fresh-database.ts';
import { RuntimeProcess } from '../runtime-process.ts';
import { drained } from './fairness.ts';
import { startFlood } from './flood.ts';
import { saturate } from './load.ts';
import { orderFlow } from './order-documents.ts';
import type { Sink } from './sink.ts';

export interface OverloadRow {
  database: string;
  /** What the flow carries by its rate, messages a second. */
  sustainable: number;
  /** Requests a second while it was overloaded. */
  offered: number;
  accepted: number;
  refused: number;
  refusedWithoutTime: number;
  failed: number;
  /** Accepted, but not arrived after the backlog had drained. */
  lost: number;
  rssBeforeMb: number;
  /** At the middle and at the end of the overload, and the most it ever was. */
  rssMiddleMb: number;
  rssEndMb: number;
  rssPeakMb: number;
}

const sustainable = 30;

/** Far more than the flow carries, for a time: what is accepted arrives, the rest is told when to come back. */
export async function measureOverload(database: FreshDatabase, sink: Sink, seconds: number): Promise<OverloadRow> {
  const runtime = await RuntimeProcess.start(database);
  try {
    const url = `${runtime.url}/in/bench/orders`;
    await runtime.allow('sink', sink.url);
    const limits = { backlog: 1000, rate: { count: sustainable, per: '1s' } };
    await runtime.publish({ ...orderFlow(), limits });
    await saturate({ url, sink, lines: 5, connections: 32, outstanding: 64, seconds: 5, prefix: 'warm-' });
    const rssBeforeMb = runtime.memory().now;

    sink.reset();
    const connections = 256;
    const { result } = startFlood({ url, seconds, connections, lines: 5, prefix: 'over-', partner: '' });
    await new Promise(resolve => setTimeout(resolve, (seconds * 1000) / 2));
    const rssMiddleMb = runtime.memory().now;
    const { accepted, refused, refusedWithoutTime, failed } = await result;
    const rssEndMb = runtime.memory().now;
    await drained(runtime);
    const arrived = new Set(sink.deliveries.map(delivery => delivery.poNumber)).size;
    return {
      database: database.name,
      sustainable,
      offered: Math.round((accepted + refused + failed) / seconds),
      accepted,
      refused,
      refusedWithoutTime,
      failed,
      lost: Math.max(0, accepted - arrived),
      rssBeforeMb,
      rssMiddleMb,
      rssEndMb,
      rssPeakMb: runtime.memory().peak,
    };
  } finally {
    await runtime.kill();
  }
}

export interface LargeRow {
  database: string;
  sentMb: number;
  /** By which the memory in use grew at most, for one message after a small one. */
  rssGrowthMb: number;
  timesItsSize: number;
  status: number | 'refused';
}

const mebibyte = 1024 * 1024;

/** One message that is not JSON, the largest that is taken and one far beyond, and how much more memory the process ever used for it. */
export async function measureLarge(database: FreshDatabase, sink: Sink): Promise<LargeRow[]> {
  return [await measureOneLarge(database, sink, 10), await measureOneLarge(database, sink, 50)];
}

async function measureOneLarge(database: FreshDatabase, sink: Sink, sentMb: number): Promise<LargeRow> {
  const runtime = await RuntimeProcess.start(database);
  try {
    await runtime.allow('sink', sink.url);
    await runtime.publish(largeFlow());
    const url = `${runtime.url}/in/bench/large`;
    const send = (size: number) =>
      fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/octet-stream' },
        body: Buffer.alloc(size, 'large '),
      });
    await send(1000);
    await drained(runtime);
    const before = runtime.memory().now;
    let most = before;
    const watch = setInterval(() => {
      most = Math.max(most, runtime.memory().now);
    }, 5);
    // A refusal may close the connection while the body is still on its way.
    const status = await send(sentMb * mebibyte).then(
      response => response.status,
      () => 'refused' as const,
    );
    await drained(runtime).finally(() => clearInterval(watch));
    const growth = most - before;
    return {
      database: database.name,
      sentMb,
      rssGrowthMb: growth,
      timesItsSize: Math.round((growth / sentMb) * 10) / 10,
      status,
    };
  } finally {
    await runtime.kill();
  }
}

function largeFlow(): Record<string, unknown> {
  return {
    format: 'lineshaft/flow@1',
    id: 'bench-large',
    name: 'Bench large',
    owner: 'bench',
    domain: 'procurement',
    nodes: [
      {
        id: 'in',
        type: 'http.webhook',
        name: 'Files',
        config: { path: 'bench/large', maxBytes: 10 * mebibyte, contentTypes: ['*/*'] },
      },
      { id: 'post', type: 'http.request', name: 'Portal', connection: 'sink', config: { url: '/orders' } },
    ],
    edges: [{ from: 'in', to: 'post' }],
  };
}
