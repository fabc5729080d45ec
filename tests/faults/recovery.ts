import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultCase } from './fault-case.ts';
import { documents } from './lab/senders.ts';
import type { Reaction } from './lab/target.ts';
import { until } from './lab/until.ts';

/** kill -9 with thousands of documents accepted and not delivered, and what it takes to be even again. */
export const recovery: FaultCase = {
  promise: 'kill -9 with 10,000 in flight: all are delivered after the restart',
  inTests: [],
  async run(lab) {
    const scene = await lab.scene();
    const { runtime, senders, target } = scene;
    let holding = true;
    // In flight: accepted, and each delivery waits for an answer that does not come before the kill.
    target.react = async (): Promise<Reaction> => {
      while (holding) await sleep(50);
      return 'take';
    };
    const inFlight = lab.many(10_000);
    await senders.send(documents('flight', inFlight));
    lab.promise(target.taken.length === 0, 'some were delivered before the kill');
    const killedAt = performance.now();
    await runtime.killAndRestart('SIGKILL');
    const restartedAt = performance.now();
    holding = false;
    // What the target then takes over broken connections came before the kill.
    target.taken.length = 0;
    await until(() => target.taken.length > 0, 60_000, 1);
    const firstAt = performance.now();
    await until(() => target.numbers.size >= inFlight, 600_000, 5);
    const allAt = performance.now();
    const seconds = (from: number, to: number) => ((to - from) / 1000).toFixed(1);
    lab.note(
      `${inFlight} in flight; seconds from kill to ready ${seconds(killedAt, restartedAt)}, ` +
        `from ready to the first delivery ${seconds(restartedAt, firstAt)}, to the last ${seconds(restartedAt, allAt)}`,
    );
    return lab.settle(scene);
  },
};
