import { z } from 'zod';

/** What the list of flows is narrowed to; stands in the address. */
export const flowsSearchSchema = z.object({
  search: z.string().optional().catch(undefined),
});
