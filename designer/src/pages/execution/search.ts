import { z } from 'zod';

/** Which attempt of which run is looked at; stands in the address. */
export const executionSearchSchema = z.object({
  run: z.number().int().optional().catch(undefined),
  /** Left out: the last one. */
  attempt: z.number().int().optional().catch(undefined),
});
