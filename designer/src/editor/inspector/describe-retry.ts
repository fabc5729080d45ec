import { durationMs, retryPolicySchema, type RetryPolicy } from '@lineshaft/flow';
import { aboutInWords, durationInWords } from '../../ui/duration-in-words.ts';
import { messages } from './messages.ts';

/** A retry policy in plain words, such as `8 attempts over about 2 minutes`: the delays alone, without what attempts take. */
export function describeRetry(policy: unknown): string {
  const read = retryPolicySchema.safeParse(policy);
  if (!read.success) return messages.retry.invalid;
  const { attempts, maxDelay } = read.data;
  if (attempts === 'unlimited') return messages.retry.unlimited(durationInWords(longestDelayMs(read.data, maxDelay)));
  if (attempts === 1) return messages.retry.once;
  return messages.retry.several(attempts, aboutInWords(patienceMs(read.data, attempts)));
}

function longestDelayMs({ backoff, delay }: RetryPolicy, maxDelay: string): number {
  return backoff === 'exponential' ? durationMs(maxDelay) : Math.min(durationMs(delay), durationMs(maxDelay));
}

/** From the first attempt to the last, with half of the jitter taken off. */
function patienceMs({ backoff, delay, maxDelay, jitter }: RetryPolicy, attempts: number): number {
  const longest = durationMs(maxDelay);
  let [sum, next, left] = [0, durationMs(delay), attempts - 1];
  while (left > 0 && next < longest && backoff === 'exponential') {
    sum += next;
    next *= 2;
    left -= 1;
  }
  return (sum + left * Math.min(next, longest)) * (1 - jitter / 2);
}
