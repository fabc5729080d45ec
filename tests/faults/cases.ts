import type { FaultCase } from './fault-case.ts';
import { killRuntime } from './kill-runtime.ts';
import { randomFailures } from './random-failures.ts';

/** Every case, by the name under which it is asked for. */
export const cases: Readonly<Record<string, FaultCase>> = {
  'kill-runtime': killRuntime,
  'random-failures': randomFailures,
};
