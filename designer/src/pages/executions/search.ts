import { executionStateSchema } from '@lineshaft/flow';
import { z } from 'zod';

export const rangePresets = { '15m': 15, '1h': 60, '24h': 24 * 60, '7d': 7 * 24 * 60 } as const;

const presetSchema = z.enum(['15m', '1h', '24h', '7d']);

/** What the list of executions is narrowed to; stands in the address. */
export const executionsSearchSchema = z.object({
  /** `name:value` of a business key. */
  key: z.string().optional().catch(undefined),
  correlationId: z.string().optional().catch(undefined),
  /** Any key's value, or an id. */
  search: z.coerce.string().optional().catch(undefined),
  flow: z.string().optional().catch(undefined),
  state: z.array(executionStateSchema).optional().catch(undefined),
  /** The time before now; wins over `from` and `to`. */
  range: presetSchema.optional().catch(undefined),
  /** Instants. */
  from: z.iso.datetime({ offset: true }).optional().catch(undefined),
  to: z.iso.datetime({ offset: true }).optional().catch(undefined),
  /** False: the list stays as it was loaded. */
  live: z.boolean().optional().catch(undefined),
});

export type ExecutionsSearch = z.output<typeof executionsSearchSchema>;
export type RangePreset = z.output<typeof presetSchema>;
