import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultCase } from './fault-case.ts';
import { documents } from './lab/senders.ts';
import type { Taken } from './lab/target.ts';
import { until } from './lab/until.ts';

const hour = 3600;
const steps = [hour, -hour, 0, -2 * hour, 2 * hour, 0];
const keys = 20;

/** The wall clock of the runtime jumps; the embedded database shares it, a PostgreSQL has its own. */
export const clockSteps: FaultCase = {
  promise: 'the clock of the runtime steps by hours: nothing is lost, order is kept, what waits is delivered in time',
  inTests: [],
  async run(lab) {
    const shim = lab.shim();
    const scene = await lab.scene({ flow: { orderingKey: 'key' }, environment: shim.environment });
    const { senders, target } = scene;
    let failing = false;
    target.react = () => (failing ? 'fail' : 'take');
    let sequence = 0;
    let slowestMs = 0;
    for (const [index, step] of steps.entries()) {
      // Some wait for their retry while the clock steps.
      failing = true;
      const count = Math.ceil(lab.many(1200) / steps.length);
      const sent = documents(`step-${index}`, count, each => ({ key: `k${each % keys}`, sequence: ++sequence }));
      // One at a time for each key: the order in which they are accepted is known.
      await Promise.all(
        Array.from({ length: keys }, async (_, key) => {
          for (const document of sent.filter(each => each.key === `k${key}`)) await senders.send([document]);
        }),
      );
      shim.stepClock(step);
      await sleep(100);
      failing = false;
      const backAt = performance.now();
      const delivered = await until(() => sent.every(({ number }) => target.numbers.has(number)), 60_000, 50);
      lab.promise(delivered, `after a step to ${step} s, documents were not delivered within a minute`);
      slowestMs = Math.max(slowestMs, performance.now() - backAt);
    }
    lab.promise(isOrderKept(target.taken), 'documents of a key left out of order');
    lab.note(`${steps.length} steps; all delivered at most ${(slowestMs / 1000).toFixed(1)} s after each`);
    return lab.settle(scene);
  },
};

function isOrderKept(taken: readonly Taken[]): boolean {
  const last = new Map<string | undefined, number>();
  return taken.every(({ key, sequence = 0 }) => {
    const before = last.get(key) ?? 0;
    last.set(key, sequence);
    return sequence >= before;
  });
}
