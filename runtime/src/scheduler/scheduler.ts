import type { Database } from '../database/database.ts';
import type { Epoch } from '../ledger/epoch.ts';
import { expire } from '../ledger/expire.ts';
import { pruneEffects } from '../ledger/node-state.ts';
import { ensurePartitions } from '../ledger/partitions.ts';
import type { Retentions } from '../ledger/retentions.ts';
import { endTheDead, handOnWorkOfTheDead, prune } from '../ledger/sweep.ts';
import type { Logger } from '../telemetry/log.ts';
import { repeat, type Repeated } from './repeat.ts';

const sweepMs = 500;
const maintainMs = 60_000;
const houseKeepingMs = 600_000;

/**
 * The chores that some process has to do for all: hand on work of the dead, prepare partitions, drop what expired, prune,
 * vacuum.
 * @param retentions how long the flows keep what they were sent
 */
export function startScheduler(database: Database, epoch: Epoch, log: Logger, retentions: Retentions): Repeated {
  const chores = [
    repeat('Handing on work', sweepMs, log, async () => {
      await endTheDead(database.pool, epoch, false);
      const handedOn = await handOnWorkOfTheDead(database.pool);
      if (handedOn > 0) log.warn({ executions: handedOn }, 'Handed on the work of a process that died');
    }),
    repeat('Maintaining the database', maintainMs, log, () => database.maintain()),
    repeat('Preparing partitions and dropping what expired', houseKeepingMs, log, async () => {
      await ensurePartitions(database.pool, epoch.now(), retentions.all());
      const expired = await expire(database.pool);
      if (expired.partitions + expired.executions + expired.kept > 0) log.info(expired, 'Dropped what expired');
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
