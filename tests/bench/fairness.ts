import type { FreshDatabase } from '../fresh-database.ts';
import { RuntimeProcess } from '../runtime-process.ts';
import { startFlood } from './flood.ts';
import { percentile, steady } from './load.ts';
import { orderFlow } from './order-documents.ts';
import type { Sink } from './sink.ts';

export interface FairnessRow {
  database: string;
  quietP50: number;
  quietP99: number;
  floodedP50: number;
  floodedP99: number;
  /** How much later the steady partner's messages arrive, at the 99th percentile. */
  ratio: number;
  floodAccepted: number;
  floodRefused: number;
  /** Messages of the steady partner that did not arrive within ten seconds. */
  missing: number;
}

const perSecond = 20;
const rounds = 4;

/** A partner that sends steadily, without and with another one that sends as fast as it can. Milliseconds to arrival. */
export async function measureFairness(database: FreshDatabase, sink: Sink, seconds: number): Promise<FairnessRow> {
  const runtime = await RuntimeProcess.start(database);
  try {
    await runtime.allow('sink', sink.url);
    await runtime.publish(orderFlow());
    const url = `${runtime.url}/in/bench/orders`;
    const run = (prefix: string, forSeconds = seconds) =>
      steady({
        url,
        sink,
        lines: 5,
        perSecond,
        seconds: forSeconds,
        prefix,
        headers: { 'x-partner-id': 'steady' },
      });
    const flood = (prefix: string, forSeconds: number) =>
      startFlood({ url, seconds: forSeconds, connections: 64, lines: 5, prefix, partner: 'flood' });

    // Warm, and warmed by load.
    await Promise.all([flood('warm-', 5).result, run('warm-steady-', 5)]);
    await drained(runtime);
    // In turns, so that what else happens on the machine meets both.
    const [quiet, flooded]: [number[], number[]] = [[], []];
    let [accepted, refused] = [0, 0];
    for (let round = 0; round < rounds; round++) {
      quiet.push(...(await run(`quiet-${round}-`)));
      const { result } = flood(`flood-${round}-`, seconds + 1);
      await new Promise(resolve => setTimeout(resolve, 1000));
      flooded.push(...(await run(`flooded-${round}-`)));
      const flooding = await result;
      accepted += flooding.accepted;
      refused += flooding.refused;
      await drained(runtime);
    }
    const [quietP99, floodedP99] = [percentile(quiet, 0.99), percentile(flooded, 0.99)];
    return {
      database: database.name,
      quietP50: round1(percentile(quiet, 0.5)),
      quietP99: round1(quietP99),
      floodedP50: round1(percentile(flooded, 0.5)),
      floodedP99: round1(floodedP99),
      ratio: round1(floodedP99 / quietP99),
      floodAccepted: accepted,
      floodRefused: refused,
      missing: perSecond * seconds * rounds - flooded.length,
    };
  } finally {
    await runtime.kill();
  }
}

/** Resolves when nothing is open any more. */
export async function drained(runtime: RuntimeProcess, patienceMs = 180_000): Promise<void> {
  const endsAt = performance.now() + patienceMs;
  for (let quietRounds = 0; quietRounds < 3 && performance.now() < endsAt;) {
    await new Promise(resolve => setTimeout(resolve, 600));
    const metrics = await (await fetch(`${runtime.url}/metrics`)).text();
    const open = [...metrics.matchAll(/^lineshaft_backlog\{.*\} (\d+)$/gm)].reduce((sum, [, n]) => sum + Number(n), 0);
    quietRounds = open === 0 ? quietRounds + 1 : 0;
  }
}

const round1 = (value: number) => Math.round(value * 10) / 10;
