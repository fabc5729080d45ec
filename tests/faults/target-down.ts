import { durationMs, retryPolicySchema } from '@lineshaft/flow';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultCase } from './fault-case.ts';
import { documents } from './lab/senders.ts';

/** The default backoff of a sink, but patient for hours. */
const policy = retryPolicySchema.parse({ attempts: 100, delay: '1s', maxDelay: '2m' });
const hourMs = 3_600_000;

/**
 * The target is down for an hour. Time is compressed by dividing both the hour and the delays of the retry policy; the
 * number of attempts stays, so each document goes through as many failures as in a real hour.
 */
export const targetDown: FaultCase = {
  promise: 'a target that is down for an hour (compressed): every document is delivered when it is back',
  inTests: [],
  async run(lab) {
    const compression = lab.isShort ? 720 : 120;
    const scaled = (duration: string) => `${Math.max(1, Math.round(durationMs(duration) / compression))}ms`;
    const retry = { ...policy, delay: scaled(policy.delay), maxDelay: scaled(policy.maxDelay) };
    const scene = await lab.scene({ flow: { retry } });
    await scene.target.close();
    const downAt = performance.now();
    await scene.senders.send(documents('down', lab.many(2000)));
    await sleep(Math.max(0, hourMs / compression - (performance.now() - downAt)));
    lab.promise(scene.target.taken.length === 0, 'the target was not down');
    await scene.target.open();
    const upAt = performance.now();
    const figures = await lab.settle(scene);
    lab.note(
      `1 h as ${hourMs / compression / 1000} s, all delivered ${((performance.now() - upAt) / 1000).toFixed(1)} s after its end`,
    );
    return figures;
  },
};
