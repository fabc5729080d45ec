import type { ErrorCode, RetryPolicy } from '@lineshaft/flow';
import { durationMs } from '@lineshaft/flow';

export interface FailedAttempt {
  code: ErrorCode;
  /** The node said that trying again cannot help. */
  terminal: boolean;
  /** What the other side asked for, milliseconds. */
  retryAfterMs?: number;
}

/**
 * Milliseconds to wait before the next attempt, or undefined when the policy is at its end.
 * @param tries attempts made so far, 1 or more
 * @param random a number from 0 to 1 for the jitter
 */
export function retryDelayMs(
  policy: RetryPolicy,
  tries: number,
  failed: FailedAttempt,
  random: number,
): number | undefined {
  if (failed.terminal) return undefined;
  if (policy.attempts !== 'unlimited' && tries >= policy.attempts) return undefined;
  if (policy.errors && !policy.errors.includes(failed.code)) return undefined;

  const base = durationMs(policy.delay);
  // 2 ** 1024 is Infinity, which the maximum then bounds.
  const grown = policy.backoff === 'exponential' ? base * 2 ** (tries - 1) : base;
  const bounded = Math.min(grown, durationMs(policy.maxDelay));
  const jittered = bounded * (1 - policy.jitter * random);
  return Math.round(Math.max(jittered, failed.retryAfterMs ?? 0));
}
