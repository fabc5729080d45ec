import type { executionFilterSchema } from '@lineshaft/api';
import type { z } from 'zod';
import type { ExecutionFilter } from '../ledger/find-executions.ts';
import type { Flows } from '../store/flows.ts';

/** What a request looks for, in the ledger's words. */
export async function toExecutionFilter(
  { flow, domain, state, from, to, ...same }: z.output<typeof executionFilterSchema>,
  flows: Flows,
): Promise<ExecutionFilter> {
  const ofDomain = domain === undefined ? undefined : await flows.idsOfDomain(domain);
  return {
    ...same,
    flowIds: flow === undefined ? ofDomain : [flow].filter(id => ofDomain?.includes(id) ?? true),
    states: state,
    from: from === undefined ? undefined : new Date(from),
    to: to === undefined ? undefined : new Date(to),
  };
}
