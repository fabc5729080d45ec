import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { FaultCase } from './fault-case.ts';
import { documents } from './lab/senders.ts';
import { until } from './lab/until.ts';

/** Two runtimes on one database; the one that works is frozen past its death, and thawed. */
export const frozenRuntime: FaultCase = {
  promise: 'a frozen runtime that comes back: its work was handed on, and it writes nothing under its old epoch',
  inTests: [],
  async run(lab) {
    lab.only('postgres', 'the embedded database has one process');
    const place = await lab.place();
    const scene = await lab.scene({
      place,
      flow: { orderingKey: 'key' },
      environment: { LINESHAFT_ROLES: 'api,intake' },
    });
    const frozen = await lab.runtime(place, { LINESHAFT_ROLES: 'worker,scheduler' });
    const { senders, target } = scene;
    target.react = () => sleep(20, 'take' as const);
    const sending = senders.send(documents('frozen', lab.many(3000), index => ({ key: `k${index % 300}` })));
    await until(() => target.taken.length > 20);
    frozen.signal('SIGSTOP');
    await lab.runtime(place, { LINESHAFT_ROLES: 'worker,scheduler' });
    await sending;
    const dead = await until(() => isTakenForDead(place.databaseUrl, frozen.process.child.pid), 60_000, 100);
    lab.promise(dead, 'the frozen process was not taken for dead');
    frozen.signal('SIGCONT');
    const fenced = await until(async () => {
      const metrics = await (await fetch(`${frozen.url}/metrics`)).text();
      return /lineshaft_fenced_total [1-9]/.test(metrics);
    });
    lab.promise(fenced, 'the thawed process did not notice that it was fenced');
    await senders.send(documents('after', lab.many(300), index => ({ key: `k${index % 300}` })));
    return lab.settle(scene);
  },
};

async function isTakenForDead(databaseUrl: string | undefined, pid: number | undefined): Promise<boolean> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rowCount } = await client.query(`select 1 from worker where ended_at is not null and name like $1`, [
    `%:${pid}`,
  ]);
  await client.end();
  return rowCount === 1;
}
