import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import type { FreshDatabase } from '../fresh-database.ts';
import { orderBodies } from './load.ts';
import { orderFlow } from './order-documents.ts';
import { RuntimeProcess } from '../runtime-process.ts';
import type { Sink } from './sink.ts';

export interface KillResult {
  database: string;
  sink: 'up' | 'down';
  kills: number;
  /** Messages whose sender got 202 (or 200, sending again). */
  accepted: number;
  delivered: number;
  lost: number;
  /** Messages that arrived more than once. */
  deliveredTwice: number;
  /** Of those: how many came with two different idempotency keys. Must be 0. */
  withAnotherKey: number;
  /** From starting the process again to the first delivery, milliseconds, the longest. */
  slowestRecoveryMs: number;
}

/** Kills the runtime again and again under load; senders try again until they get a receipt. */
export async function killUnderLoad(
  database: FreshDatabase,
  sink: Sink,
  state: 'up' | 'down',
  kills: number,
  perRound = 300,
): Promise<KillResult> {
  sink.reset();
  // Patient enough for the whole run: what is measured is loss, not the end of a retry policy.
  const flow = orderFlow({ retry: { attempts: 'unlimited', delay: '200ms', maxDelay: '1s' } });
  let runtime = await RuntimeProcess.start(database);
  const port = Number(new URL(runtime.url).port);
  await runtime.allow('sink', sink.url);
  await runtime.publish(flow);
  const url = () => `${runtime.url}/in/bench/orders`;
  if (state === 'down') await sink.close();

  const acceptedNumbers = new Set<string>();
  const body = orderBodies(5);
  let recovery = 0;
  for (let kill = 0; kill < kills; kill++) {
    const numbers = Array.from({ length: perRound }, (_, index) => `${state}-${kill}-${index}`);
    const sending = sendUntilAccepted(url, numbers, body, acceptedNumbers);
    // Somewhere in the middle of the load, never at the same point.
    await sleep(30 + ((kill * 37) % 120));
    await runtime.kill('SIGKILL');
    const killedAt = performance.now();
    runtime = await RuntimeProcess.start({ ...database, port });
    if (state === 'up') {
      const deliveredBefore = sink.deliveries.length;
      while (sink.deliveries.length === deliveredBefore) await sleep(2);
      recovery = Math.max(recovery, performance.now() - killedAt);
    }
    await sending;
  }
  if (state === 'down') await sink.open();
  await waitForAll(sink, acceptedNumbers);
  await sleep(500);
  await runtime.kill();

  const keysByNumber = new Map<string, string[]>();
  for (const { poNumber, idempotencyKey } of sink.deliveries)
    keysByNumber.set(poNumber, [...(keysByNumber.get(poNumber) ?? []), idempotencyKey]);
  const twice = [...keysByNumber.values()].filter(keys => keys.length > 1);
  return {
    database: database.name,
    sink: state,
    kills,
    accepted: acceptedNumbers.size,
    delivered: keysByNumber.size,
    lost: [...acceptedNumbers].filter(number => !keysByNumber.has(number)).length,
    deliveredTwice: twice.length,
    withAnotherKey: twice.filter(keys => new Set(keys).size > 1).length,
    slowestRecoveryMs: Math.round(recovery),
  };
}

async function sendUntilAccepted(
  url: () => string,
  numbers: string[],
  body: (poNumber: string) => Buffer,
  accepted: Set<string>,
): Promise<void> {
  const pool = new Pool(new URL(url()).origin, { connections: 32 });
  const queue = [...numbers];
  const connection = async () => {
    for (let number = queue.shift(); number !== undefined; number = queue.shift()) {
      const content = body(number);
      while (!accepted.has(number)) {
        const status = await pool
          .request({
            path: '/in/bench/orders',
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: content,
          })
          .then(async response => {
            await response.body.dump();
            return response.statusCode;
          })
          .catch(() => 0);
        if (status === 202 || status === 200) accepted.add(number);
        else await sleep(20);
      }
    }
  };
  await Promise.all(Array.from({ length: 32 }, connection));
  await pool.close();
}

async function waitForAll(sink: Sink, accepted: ReadonlySet<string>): Promise<void> {
  for (let waited = 0; waited < 60_000; waited += 100) {
    const arrived = new Set(sink.deliveries.map(delivery => delivery.poNumber));
    if ([...accepted].every(number => arrived.has(number))) return;
    await sleep(100);
  }
}
