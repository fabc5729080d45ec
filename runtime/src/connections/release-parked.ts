import type { Pool } from 'pg';
import { drainParked, releaseUnheld } from '../ledger/parked.ts';
import type { Logger } from '../telemetry/log.ts';

/** Lets go what is parked and need not be any more. */
export async function releaseParked(pool: Pool, log: Logger, announceWork: () => void): Promise<void> {
  const { released, drained } = await drainParked(pool);
  const unheld = await releaseUnheld(pool);
  for (const connection of drained)
    log.warn({ connection }, 'What was parked for a connection is through: it is back to normal');
  if (released + unheld > 0) announceWork();
}
