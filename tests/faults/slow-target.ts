import { setTimeout as sleep } from 'node:timers/promises';
import { percentile } from '../bench/load.ts';
import type { FaultCase } from './fault-case.ts';
import { balance } from './lab/books.ts';
import { connectTarget, deliveryFlow } from './lab/delivery-flow.ts';
import { documents } from './lab/senders.ts';
import { until } from './lab/until.ts';

const slowMs = 2000;

/** One flow's target takes its time for every document while another flow works. */
export const slowTarget: FaultCase = {
  promise: 'a slow target: its documents are delivered, and another flow is not held up',
  inTests: [],
  async run(lab) {
    const scene = await lab.scene();
    const { runtime, senders, target } = scene;
    const other = await lab.target();
    await connectTarget(runtime.process, other.url, 'other');
    const { nodes, ...flow } = deliveryFlow({ id: 'quick' });
    const connected = (nodes as { id: string }[]).map(node =>
      node.id === 'deliver' ? { ...node, connection: 'other' } : node,
    );
    await runtime.process.publish({ ...flow, nodes: connected });
    const others = lab.senders(runtime, 'quick');
    const p99 = async (prefix: string) => {
      const latencies: number[] = [];
      for (const document of documents(prefix, lab.many(300))) {
        const sentAt = performance.now();
        await others.send([document]);
        await until(() => other.numbers.has(document.number), 60_000, 1);
        latencies.push(performance.now() - sentAt);
      }
      return percentile(latencies, 0.99);
    };
    await p99('warm');
    const alone = await p99('alone');
    target.react = () => sleep(slowMs, 'take' as const);
    await senders.send(documents('slow', lab.many(1000)));
    const beside = await p99('beside');
    target.react = () => 'take';
    const slow = await lab.settle(scene);
    const quick = balance(others.accepted, other.taken);
    lab.note(`p99 of the other flow ${Math.round(alone)} ms alone, ${Math.round(beside)} ms beside the slow one`);
    // A target of two seconds that held the other up would cost it seconds.
    lab.promise(beside < slowMs / 2 + alone, 'the slow target held the other flow up');
    lab.promise(
      quick.lost + quick.doubled === 0,
      `of the other flow ${quick.lost} were lost, ${quick.doubled} doubled`,
    );
    return { ...slow, accepted: slow.accepted + quick.accepted, delivered: slow.delivered + quick.delivered };
  },
};
