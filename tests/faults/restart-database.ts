import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultCase } from './fault-case.ts';
import { documents } from './lab/senders.ts';

/** An operator restarts the database under load; the embedded one is restarted with its runtime. */
export const restartDatabase: FaultCase = {
  promise: 'a restart of the database under load: what was accepted is delivered, and the runtime goes on by itself',
  inTests: [],
  async run(lab) {
    const cluster = lab.database === 'postgres' ? await lab.cluster() : undefined;
    const scene = await lab.scene(cluster ? { place: lab.clusterPlace(cluster) } : {});
    const restarts = lab.times(5);
    for (let restart = 0; restart < restarts; restart++) {
      const sending = scene.senders.send(documents(`restart-${restart}`, Math.ceil(lab.many(5000) / restarts)));
      await sleep(50 + ((restart * 61) % 200));
      if (cluster) {
        await cluster.stop();
        await cluster.start();
      } else await scene.runtime.killAndRestart('SIGTERM');
      await sending;
    }
    if (cluster) lab.promise(scene.runtime.restarts === 0, `the runtime ended ${scene.runtime.restarts} times`);
    lab.note(`${restarts} restarts`);
    return lab.settle(scene);
  },
};
