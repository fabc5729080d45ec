import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultCase } from './fault-case.ts';
import { documents } from './lab/senders.ts';
import { until } from './lab/until.ts';

/** kill -9 of the runtime in the middle of load, again and again, half of the times with the target down. */
export const killRuntime: FaultCase = {
  promise: 'kill -9 of the runtime under load: what was accepted is delivered',
  inTests: ['pglite', 'postgres'],
  async run(lab) {
    const scene = await lab.scene();
    const { runtime, senders, target } = scene;
    const kills = lab.times(10);
    let slowestMs = 0;
    for (let kill = 0; kill < kills; kill++) {
      const targetIsDown = kill % 2 === 1;
      if (targetIsDown) await target.close();
      const sending = senders.send(documents(`kill-${kill}`, Math.ceil(lab.many(3000) / kills)));
      // Never at the same point.
      await sleep(30 + ((kill * 37) % 120));
      await runtime.killAndRestart('SIGKILL');
      const startedAt = performance.now();
      if (targetIsDown) await target.open();
      const before = target.taken.length;
      await until(() => target.taken.length > before, 30_000, 2);
      slowestMs = Math.max(slowestMs, performance.now() - startedAt);
      await sending;
    }
    lab.note(`${kills} kills; first delivery at most ${Math.round(slowestMs)} ms after the restart`);
    return lab.settle(scene);
  },
};
