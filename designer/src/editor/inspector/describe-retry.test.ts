import { defaultProcessorRetry, defaultSinkRetry } from '@lineshaft/flow';
import { describe, expect, it } from 'vitest';
import { describeRetry } from './describe-retry.ts';

describe('a retry policy in words', () => {
  it.each([
    [defaultSinkRetry, '8 attempts over about 2 minutes'],
    [defaultProcessorRetry, 'One attempt'],
    [{ attempts: 3, backoff: 'fixed', delay: '10m', jitter: 0 }, '3 attempts over about 20 minutes'],
    [{ attempts: 3, delay: '2h', maxDelay: '1h', jitter: 0 }, '3 attempts over about 2 hours'],
    [{ attempts: 1_000_000_000, delay: '1s', jitter: 0 }, '1000000000 attempts over about 41666666 days'],
    [{ attempts: 'unlimited', maxDelay: '90s' }, 'Attempts without end, at most 1 minute 30 seconds apart'],
    [{ attempts: 'unlimited', backoff: 'fixed', delay: '5s' }, 'Attempts without end, at most 5 seconds apart'],
    [{ attempts: 'some' }, 'Attempts as given below'],
  ])('says %j as %s', (policy, words) => {
    expect(describeRetry(policy)).toBe(words);
  });

  it('counts a delay of nothing', () => {
    expect(describeRetry({ attempts: 1000, delay: '0s' })).toBe('1000 attempts over less than a second');
  });
});
