import { z } from 'zod';

export const connectionStates = ['failing', 'held', 'open', 'unset', 'unused'] as const;

export type ConnectionStateFilter = (typeof connectionStates)[number];

/** What the list of connections is narrowed to; stands in the address. */
export const connectionsSearchSchema = z.object({
  search: z.string().optional().catch(undefined),
  /** A kind of connection. */
  type: z.string().optional().catch(undefined),
  state: z.enum(connectionStates).optional().catch(undefined),
});

export type ConnectionsSearch = z.output<typeof connectionsSearchSchema>;
