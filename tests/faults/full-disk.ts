import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultCase } from './fault-case.ts';
import { documents } from './lab/senders.ts';
import { until } from './lab/until.ts';

const fullMs = 3000;
const kilobytes = 8;

/** The disk of the database is filled under load, and gets space again. */
export const fullDisk: FaultCase = {
  promise: 'a full disk: the intake refuses, what was accepted is delivered, and all goes on when there is space',
  inTests: [],
  async run(lab) {
    const disk = lab.disk(400);
    const cluster = lab.database === 'postgres' ? await lab.cluster({ folder: disk.folder }) : undefined;
    const place = cluster ? lab.clusterPlace(cluster) : await lab.embeddedPlace(disk.folder);
    const scene = await lab.scene({ place });
    const { senders, runtime } = scene;
    // Texts that do not compress, or they would take no space.
    const filled = (prefix: string, count: number) =>
      documents(prefix, count, () => ({ text: randomBytes(kilobytes * 768).toString('base64') }));
    const sending = senders.send(filled('disk', lab.many(2000)));
    await until(() => senders.accepted.size > 10);
    disk.fill();
    // The log's current segment has space left: load goes on until that is full, too.
    let isFull = true;
    const flood = senders.send(filled('flood', 5000), () => !isFull);
    await until(() => senders.refusals + senders.unanswered > 0);
    await sleep(fullMs);
    isFull = false;
    disk.empty();
    await cluster?.start();
    await flood;
    await sending;
    await senders.send(filled('after', 20));
    lab.promise(senders.refusals + senders.unanswered > 0, 'the full disk was not noticed');
    lab.note(`${senders.refusals} refusals, ${senders.unanswered} without an answer, ${runtime.restarts} restarts`);
    return lab.settle(scene);
  },
};
