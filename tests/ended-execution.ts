import { apiRoutes, createClient, type ExecutionDetail } from '@lineshaft/api';
import { expect, vi } from 'vitest';

/** The execution, once it is through or lies in the dead letter channel. */
export function endedExecution(runtimeUrl: string, id: string): Promise<ExecutionDetail> {
  return vi.waitFor(
    async () => {
      const execution = await createClient(runtimeUrl)(apiRoutes.executions.getExecution, { params: { id } });
      expect(execution.state).toMatch(/^(succeeded|dead-lettered)$/);
      return execution;
    },
    { timeout: 10_000, interval: 20 },
  );
}
