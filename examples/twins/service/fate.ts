import type { FaultDials } from './fault-dials.ts';
import { oneOf, seededRandom } from './seeded-random.ts';

/** What will happen to one request. */
export interface Fate {
  delayMs: number;
  ending:
    | 'answered'
    | 'silent'
    | 'throttled'
    | 'failed'
    | 'reset-before-work'
    | 'reset-after-work'
    | 'reset-mid-answer';
  /** Of a request that ends `failed`. */
  status: 500 | 502 | 503;
}

/**
 * The fate of the nth request (1, 2, 3 …) since the dials were set. A function of its arguments only, so that a run
 * with the same dials, seed and order of requests goes wrong in the same places.
 */
export function fateOf(dials: FaultDials, seed: number, service: string, n: number): Fate {
  const random = seededRandom('fate', seed, service, n);
  // Always the same draws in the same order: turning one dial does not move what another one does.
  const jitter = random();
  const failure = random();
  const reset = random();
  const status = oneOf(random, [500, 502, 503] as const);
  const kindOfReset = oneOf(random, ['reset-before-work', 'reset-after-work', 'reset-mid-answer'] as const);
  return { delayMs: dials.latencyMs + Math.floor(jitter * dials.latencyJitterMs), ending: ending(), status };

  function ending(): Fate['ending'] {
    if (dials.silent) return 'silent';
    if (isNth(dials.status429Every)) return 'throttled';
    if (isNth(dials.status5xxEvery) || failure < dials.status5xxRate) return 'failed';
    return reset < dials.resetRate ? kindOfReset : 'answered';
  }

  function isNth(every: number): boolean {
    return every > 0 && n % every === 0;
  }
}
