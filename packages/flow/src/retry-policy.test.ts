import { describe, expect, it } from 'vitest';
import { durationMs } from './duration.ts';
import { defaultProcessorRetry, defaultSinkRetry, retryPolicySchema } from './retry-policy.ts';

describe('retryPolicySchema', () => {
  it('needs nothing but the number of attempts', () => {
    expect(retryPolicySchema.parse({ attempts: 3 })).toEqual({
      attempts: 3,
      backoff: 'exponential',
      delay: '1s',
      maxDelay: '1h',
      jitter: 0.2,
    });
    expect(retryPolicySchema.parse({ attempts: 'unlimited' }).attempts).toBe('unlimited');
  });

  it.each([
    [{}],
    [{ attempts: 0 }],
    [{ attempts: 1.5 }],
    [{ attempts: 'for ever' }],
    [{ attempts: 2, jitter: 1.1 }],
    [{ attempts: 2, delay: '5' }],
    [{ attempts: 2, errors: [] }],
    [{ attempts: 2, errors: ['no-such-code'] }],
    [{ attempts: 2, tries: 2 }],
  ])('refuses %j', policy => {
    expect(retryPolicySchema.safeParse(policy).success).toBe(false);
  });
});

describe('the default policies', () => {
  it('try a sink for some minutes', () => {
    const { attempts, delay, maxDelay } = defaultSinkRetry;
    let patience = 0;
    for (let i = 0; i < Number(attempts) - 1; i++)
      patience += Math.min(durationMs(delay) * 2 ** i, durationMs(maxDelay));
    expect(patience / 60_000).toBeGreaterThan(2);
    expect(patience / 60_000).toBeLessThan(6);
  });

  it('try a processor once', () => {
    expect(defaultProcessorRetry.attempts).toBe(1);
  });
});
