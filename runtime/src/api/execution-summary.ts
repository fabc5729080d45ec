import type { ExecutionSummary } from '@lineshaft/api';
import type { ExecutionSummary as StoredExecution } from '../ledger/find-executions.ts';

/** An execution as lists show it. */
export function toExecutionSummary(execution: StoredExecution): ExecutionSummary {
  return {
    ...execution,
    acceptedAt: execution.acceptedAt.toISOString(),
    endedAt: execution.endedAt?.toISOString() ?? null,
    dueAt: execution.dueAt?.toISOString() ?? null,
  };
}
