import type { FaultCase } from './fault-case.ts';
import { clockSteps } from './clock-steps.ts';
import { connectionReset } from './connection-reset.ts';
import { duplicateIntake } from './duplicate-intake.ts';
import { endlessAllocation } from './endless-allocation.ts';
import { explodingRegex } from './exploding-regex.ts';
import { failedFsync } from './failed-fsync.ts';
import { frozenRuntime } from './frozen-runtime.ts';
import { fullDisk } from './full-disk.ts';
import { killPostgres } from './kill-postgres.ts';
import { killRuntime } from './kill-runtime.ts';
import { poisonMessage } from './poison-message.ts';
import { randomFailures } from './random-failures.ts';
import { recovery } from './recovery.ts';
import { restartDatabase } from './restart-database.ts';
import { slowKey } from './slow-key.ts';
import { slowTarget } from './slow-target.ts';
import { targetDown } from './target-down.ts';

/** Every case, by the name under which it is asked for. */
export const cases: Readonly<Record<string, FaultCase>> = {
  'kill-runtime': killRuntime,
  'kill-postgres': killPostgres,
  'restart-database': restartDatabase,
  'failed-fsync': failedFsync,
  'full-disk': fullDisk,
  'target-down': targetDown,
  'random-failures': randomFailures,
  'slow-target': slowTarget,
  'connection-reset': connectionReset,
  'duplicate-intake': duplicateIntake,
  'frozen-runtime': frozenRuntime,
  'clock-steps': clockSteps,
  'poison-message': poisonMessage,
  'exploding-regex': explodingRegex,
  'endless-allocation': endlessAllocation,
  'slow-key': slowKey,
  recovery,
};
