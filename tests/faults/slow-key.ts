import { setTimeout as sleep } from 'node:timers/promises';
import { percentile } from '../bench/load.ts';
import type { FaultCase } from './fault-case.ts';
import { documents } from './lab/senders.ts';
import type { Lab } from './lab/lab.ts';
import type { Figures } from './lab/books.ts';
import { until } from './lab/until.ts';

const slowMs = 1500;
const perSecond = 150;

/** Many ordering keys, one of which is slow at the target: each of its documents takes its time, one after the other. */
export const slowKey: FaultCase = {
  promise: '10,000 keys with one slow: it delays no other, and keeps its own order',
  inTests: [],
  async run(lab) {
    const alone = await measure(lab, false);
    const beside = await measure(lab, true);
    lab.note(
      `milliseconds to delivery of the others, p50 / p99: ${alone.text} without the slow key, ${beside.text} with it`,
    );
    // Held up by the slow key they would wait for whole answers of it.
    lab.promise(beside.p99 < alone.p99 * 2 + slowMs / 3, 'the slow key delayed others');
    return beside.figures;
  },
};

interface Measured {
  figures: Figures;
  p99: number;
  text: string;
}

async function measure(lab: Lab, withSlowKey: boolean): Promise<Measured> {
  const scene = await lab.scene({ flow: { orderingKey: 'key' } });
  const { senders, target, runtime } = scene;
  target.react = ({ key }) => (key === 'slow' ? sleep(slowMs, 'take' as const) : 'take');
  const keys = lab.many(10_000);
  await senders.send(documents('warm', 200, index => ({ key: `warm-${index}` })));
  // Enough to keep the slow key busy until the others are through.
  const slow = documents('slow', 5 + Math.ceil((keys / perSecond) * (1000 / slowMs)), index => ({
    key: 'slow',
    sequence: index,
  }));
  if (withSlowKey) for (const document of slow) await senders.send([document]);
  const sentAt = new Map<string, number>();
  const startedAt = performance.now();
  const sending: Promise<void>[] = [];
  for (const [index, document] of documents('key', keys, key => ({ key: `k${key}` })).entries()) {
    const wait = startedAt + (index * 1000) / perSecond - performance.now();
    if (wait > 0) await sleep(wait);
    sentAt.set(document.number, performance.now());
    sending.push(senders.send([document]));
  }
  await Promise.all(sending);
  await until(() => [...sentAt.keys()].every(number => target.numbers.has(number)), 60_000, 200);
  const slowTaken = target.taken.filter(({ key }) => key === 'slow');
  if (withSlowKey) lab.promise(slowTaken.length < slow.length, 'the slow key was through before the others');
  target.react = () => 'take';
  const figures = await lab.settle(scene);
  const order = target.taken.filter(({ key }) => key === 'slow').map(({ sequence = 0 }) => sequence);
  lab.promise(
    order.every((sequence, index) => sequence === index),
    'the documents of the slow key left out of order',
  );
  await runtime.stop();
  const latencies = target.taken
    .filter(({ number }) => sentAt.has(number))
    .map(({ number, at }) => at - (sentAt.get(number) ?? Number.NaN));
  const p99 = percentile(latencies, 0.99);
  return { figures, p99, text: `${Math.round(percentile(latencies, 0.5))} / ${Math.round(p99)}` };
}
