import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultCase } from './fault-case.ts';
import { documents } from './lab/senders.ts';

const failingMs = 1500;

/** fsync and fdatasync of the database fail with EIO for a while, by a shim before libc. */
export const failedFsync: FaultCase = {
  promise: 'fsync fails: nothing is accepted meanwhile, and what was accepted before is delivered',
  inTests: ['pglite'],
  async run(lab) {
    const shim = lab.shim();
    const cluster = lab.database === 'postgres' ? await lab.cluster({ environment: shim.environment }) : undefined;
    const scene = await lab.scene(
      cluster ? { place: lab.clusterPlace(cluster) } : { place: await lab.place(), environment: shim.environment },
    );
    const { senders, runtime } = scene;
    const sending = senders.send(documents('fsync', lab.many(3000)));
    await sleep(100);
    shim.failSyncs(true);
    // What was on its way when it began may still have been synced; what is sent from now on is not.
    await sleep(50);
    senders.isWatching = true;
    const more = senders.send(documents('meanwhile', 64));
    await sleep(failingMs);
    senders.isWatching = false;
    shim.failSyncs(false);
    // PostgreSQL gives itself up when it cannot sync; whoever supervises it starts it again.
    await cluster?.start();
    await Promise.all([sending, more]);
    lab.promise(
      senders.acceptedWhileWatching === 0,
      `${senders.acceptedWhileWatching} documents were accepted that could not be synced`,
    );
    lab.promise(senders.refusals + senders.unanswered > 0, 'no sync failed');
    lab.note(`${senders.refusals} refusals, ${senders.unanswered} without an answer, ${runtime.restarts} restarts`);
    return lab.settle(scene);
  },
};
