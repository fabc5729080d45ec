import type { Database } from '../database/database.ts';
import type { Epoch } from '../ledger/epoch.ts';
import { pruneEffects } from '../ledger/node-state.ts';
import { ensurePartitions } from '../ledger/partitions.ts';
import { endTheDead, handOnWorkOfTheDead, prune } from '../ledger/sweep.ts';
import type { Logger } from '../telemetry/log.ts';
import { repeat, type Repeated } from './repeat.ts';

const sweepMs = 500;
const maintainMs = 60_000;
const houseKeepingMs = 600_000;

/** The chores that some process has to do for all: hand on work of the dead, prepare partitions, prune, vacuum. */
export function startScheduler(database: Database, epoch: Epoch, log: Logger): Repeated {
  const chores = [
    repeat('Handing on work', sweepMs, log, async () => {
      await endTheDead(database.pool, epoch, false);
      const handedOn = await handOnWorkOfTheDead(database.pool);
      if (handedOn > 0) log.warn({ executions: handedOn }, 'Handed on the work of a process that died');
    }),
    repeat('Maintaining the database', maintainMs, log, () => database.maintain()),
    repeat('Preparing partitions and pruning', houseKeepingMs, log, async () => {
      await ensurePartitions(database.pool, epoch.now());
      await prune(database.pool);
      await pruneEffects(database.pool);
    }),
  ];
  return {
    async stop() {
      await Promise.all(chores.map(chore => chore.stop()));
    },
  };
}
