import { readEnvironment } from './environment.ts';
import { createLog } from './service/log.ts';
import { startTwins, type Twins } from './start-twins.ts';

export { startTwins, type Twins, type TwinsOptions } from './start-twins.ts';
export type { TwinName } from './start-twins.ts';
export type { Pace } from './service/pace.ts';

if (import.meta.main) run().catch(fail);

/** Runs the twins until they are told to stop, or until the process that started them is gone. */
async function run(): Promise<void> {
  const { options, verbose } = readEnvironment(process.env);
  const log = createLog(verbose);
  const twins = await startTwins({ ...options, log });
  log.event(`the ERP answers at ${twins.erp.url}, the supplier portal at ${twins.portal.url}`);
  const stop = () => void end(twins).catch(fail);
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  // Started by another program over an IPC channel: the channel closes when that program ends, however it ends.
  process.once('disconnect', stop);
  if (process.connected === false) stop();
}

async function end(twins: Twins): Promise<void> {
  await twins.close();
  process.exit(0);
}

function fail(error: unknown): void {
  createLog(false).trouble(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
