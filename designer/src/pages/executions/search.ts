import { executionStateSchema } from '@lineshaft/flow';
import { z } from 'zod';

/** What the list of executions is narrowed to; stands in the address. */
export const executionsSearchSchema = z.object({
  /** `name:value` of a business key. */
  key: z.string().optional().catch(undefined),
  correlationId: z.string().optional().catch(undefined),
  flow: z.string().optional().catch(undefined),
  state: z.array(executionStateSchema).optional().catch(undefined),
  from: z.string().optional().catch(undefined),
  to: z.string().optional().catch(undefined),
});
