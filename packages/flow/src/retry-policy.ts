import { z } from 'zod';
import { durationSchema } from './duration.ts';
import { errorCodes } from './errors.ts';

/** How often and when a failed node is tried again. */
export const retryPolicySchema = z.strictObject({
  attempts: z.union([z.int().min(1), z.literal('unlimited')]).meta({
    title: 'Attempts',
    description:
      'All of them, the first one included. Unlimited: until the node succeeds or the execution is cancelled.',
  }),
  backoff: z.enum(['fixed', 'exponential']).default('exponential').meta({
    title: 'Delays',
    description: 'Always the same, or doubled after each attempt (exponential).',
  }),
  delay: durationSchema.default('1s').meta({ title: 'First delay', description: 'Before the second attempt.' }),
  maxDelay: durationSchema.default('1h').meta({ title: 'Longest delay', description: 'No delay grows beyond this.' }),
  jitter: z.number().min(0).max(1).default(0.2).meta({
    title: 'Spread',
    description:
      'Share of the delay that is drawn at random, 0 (none) to 1 (all), so that retries do not arrive together.',
  }),
  errors: z.array(z.enum(errorCodes)).min(1).optional().meta({
    title: 'Only these errors',
    description: 'Other errors are not tried again. Left out: every error is.',
  }),
});

export type RetryPolicy = z.output<typeof retryPolicySchema>;

/** For nodes that touch the outside and name no policy: about five minutes of patience, then the dead letter channel. */
export const defaultSinkRetry: RetryPolicy = retryPolicySchema.parse({ attempts: 8, delay: '1s', maxDelay: '2m' });

/** For nodes that only compute: the same input gives the same failure. */
export const defaultProcessorRetry: RetryPolicy = retryPolicySchema.parse({ attempts: 1 });
