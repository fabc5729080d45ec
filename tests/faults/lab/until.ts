import { setTimeout as sleep } from 'node:timers/promises';

/** Resolves with true as soon as the condition holds, with false when it does not hold in time. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  timeoutMs = 60_000,
  everyMs = 20,
): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  while (!(await condition())) {
    if (performance.now() > deadline) return false;
    await sleep(everyMs);
  }
  return true;
}
