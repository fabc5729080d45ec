import { setTimeout as sleep } from 'node:timers/promises';
import type { FreshDatabase } from '../fresh-database.ts';
import { saturate } from './load.ts';
import { orderFlow } from './order-documents.ts';
import { RuntimeProcess } from '../runtime-process.ts';
import type { Sink } from './sink.ts';

export interface StartRow {
  database: string;
  coldSeconds: number;
  warmSeconds: number;
  idleMb: number;
  peakMb: number;
}

/** From starting the process to its first 200, on an empty database and on one that is there; memory idle and at most. */
export async function measureStart(database: FreshDatabase, sink: Sink): Promise<StartRow> {
  const cold = await startAndAsk(database);
  await cold.runtime.kill();
  const warm = await startAndAsk(database);
  await sleep(3000);
  const idle = warm.runtime.memory().now;
  await warm.runtime.allow('sink', sink.url);
  await warm.runtime.publish(orderFlow());
  await saturate({
    url: `${warm.runtime.url}/in/bench/orders`,
    sink,
    lines: 5,
    connections: 32,
    outstanding: 256,
    seconds: 5,
    prefix: 'memory-',
  });
  const { peak } = warm.runtime.memory();
  await warm.runtime.kill();
  return { database: database.name, coldSeconds: cold.seconds, warmSeconds: warm.seconds, idleMb: idle, peakMb: peak };
}

async function startAndAsk(database: FreshDatabase): Promise<{ runtime: RuntimeProcess; seconds: number }> {
  const startedAt = performance.now();
  const runtime = await RuntimeProcess.start(database);
  const response = await fetch(`${runtime.url}/health/ready`);
  if (!response.ok) throw new Error(`not ready: ${response.status}`);
  return { runtime, seconds: Math.round((performance.now() - startedAt) / 100) / 10 };
}
