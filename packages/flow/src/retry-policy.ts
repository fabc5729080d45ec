import { z } from 'zod';
import { durationSchema } from './duration.ts';
import { errorCodes } from './errors.ts';

/** How often and when a failed node is tried again. */
export const retryPolicySchema = z.strictObject({
  /** All attempts, the first one included. `unlimited` tries until the node succeeds or the execution is cancelled. */
  attempts: z.union([z.int().min(1), z.literal('unlimited')]),
  /** `exponential` doubles the delay after each attempt. */
  backoff: z.enum(['fixed', 'exponential']).default('exponential'),
  /** Before the second attempt. */
  delay: durationSchema.default('1s'),
  /** No delay grows beyond this. */
  maxDelay: durationSchema.default('1h'),
  /** Share of the delay that is drawn at random, 0 (none) to 1 (all), so that retries do not arrive together. */
  jitter: z.number().min(0).max(1).default(0.2),
  /** Retry these error codes only. Left out: every code. */
  errors: z.array(z.enum(errorCodes)).min(1).optional(),
});

export type RetryPolicy = z.output<typeof retryPolicySchema>;

/** For nodes that touch the outside and name no policy: about five minutes of patience, then the dead letter channel. */
export const defaultSinkRetry: RetryPolicy = retryPolicySchema.parse({ attempts: 8, delay: '1s', maxDelay: '2m' });

/** For nodes that only compute: the same input gives the same failure. */
export const defaultProcessorRetry: RetryPolicy = retryPolicySchema.parse({ attempts: 1 });
