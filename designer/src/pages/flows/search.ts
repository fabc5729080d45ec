import { z } from 'zod';

/** What the list of flows is narrowed to; stands in the address. */
export const flowsSearchSchema = z.object({
  /** Part of a name, id, owner or domain. */
  search: z.string().optional().catch(undefined),
  nodeType: z.string().optional().catch(undefined),
  connection: z.string().optional().catch(undefined),
  sort: z.enum(['name', 'owner', 'domain', 'updated']).optional().catch(undefined),
  descending: z.boolean().optional().catch(undefined),
  /** The dialog for a new flow is open, from this. */
  new: z.enum(['blank', 'example', 'file']).optional().catch(undefined),
});

export type FlowsSearch = z.output<typeof flowsSearchSchema>;
