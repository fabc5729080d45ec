import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultCase } from './fault-case.ts';
import { documents } from './lab/senders.ts';

/** kill -9 of every process of PostgreSQL under load, and a start. */
export const killPostgres: FaultCase = {
  promise: 'kill -9 of PostgreSQL under load: what was accepted is delivered, and the runtime goes on by itself',
  inTests: ['postgres'],
  async run(lab) {
    lab.only('postgres', 'the embedded database dies with the runtime: see kill-runtime');
    const cluster = await lab.cluster();
    const scene = await lab.scene({ place: lab.clusterPlace(cluster) });
    const kills = lab.times(5);
    for (let kill = 0; kill < kills; kill++) {
      const sending = scene.senders.send(documents(`kill-${kill}`, Math.ceil(lab.many(5000) / kills)));
      await sleep(50 + ((kill * 61) % 200));
      await cluster.kill();
      await sleep(300);
      await cluster.start();
      await sending;
    }
    lab.promise(scene.runtime.restarts === 0, `the runtime ended ${scene.runtime.restarts} times`);
    lab.note(`${kills} kills`);
    return lab.settle(scene);
  },
};
