import { type ErrorCode, retryPolicySchema } from '@lineshaft/flow';
import { describe, expect, it } from 'vitest';
import { retryDelayMs } from './retry-policy.ts';

const policy = (input: Parameters<typeof retryPolicySchema.parse>[0]) => retryPolicySchema.parse(input);
const failed = (changes: { code?: ErrorCode; terminal?: boolean; retryAfterMs?: number } = {}) => ({
  code: 'target-failed' as const,
  terminal: false,
  ...changes,
});

describe('retryDelayMs', () => {
  it('doubles an exponential delay with each attempt up to the maximum', () => {
    const exponential = policy({ attempts: 'unlimited', delay: '1s', maxDelay: '10s', jitter: 0 });
    expect([1, 2, 3, 4, 5, 5000].map(tries => retryDelayMs(exponential, tries, failed(), 0))).toEqual([
      1000, 2000, 4000, 8000, 10_000, 10_000,
    ]);
  });

  it('keeps a fixed delay', () => {
    const fixed = policy({ attempts: 10, backoff: 'fixed', delay: '3d', maxDelay: '30d', jitter: 0 });
    expect(retryDelayMs(fixed, 9, failed(), 0)).toBe(3 * 86_400_000);
  });

  it('takes up to the jitter share off the delay', () => {
    const jittered = policy({ attempts: 3, delay: '10s', jitter: 0.5 });
    expect([0, 0.5, 1].map(random => retryDelayMs(jittered, 1, failed(), random))).toEqual([10_000, 7500, 5000]);
  });

  it('waits at least as long as the other side asked for', () => {
    const short = policy({ attempts: 3, delay: '1s', jitter: 0 });
    expect(retryDelayMs(short, 1, failed({ retryAfterMs: 60_000 }), 0)).toBe(60_000);
    expect(retryDelayMs(short, 1, failed({ retryAfterMs: 10 }), 0)).toBe(1000);
  });

  it.each([
    ['the attempts are used up', policy({ attempts: 3 }), 3, failed()],
    ['the failure is terminal', policy({ attempts: 'unlimited' }), 1, failed({ terminal: true })],
    ['the code is not one to retry', policy({ attempts: 9, errors: ['timeout'] }), 1, failed()],
  ])('ends when %s', (_, ended, tries, failure) => {
    expect(retryDelayMs(ended, tries, failure, 0)).toBeUndefined();
  });

  it('has no cap on the number of attempts', () => {
    expect(retryDelayMs(policy({ attempts: 1_000_000, jitter: 0 }), 999_999, failed(), 0)).toBe(3_600_000);
  });
});
