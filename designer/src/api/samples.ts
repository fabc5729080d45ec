import { apiRoutes } from '@lineshaft/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from './client.ts';

const sampleKeys = {
  list: (flowId: string) => ['samples', flowId] as const,
};

/** Keeps a sample with a flow, taken from an execution: its message, or what came into one of its runs. */
export function useAddSample(flowId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { executionId: string; run?: number; name?: string }) =>
      call(apiRoutes.samples.addSample, { params: { id: flowId }, body }),
    onSuccess: () => client.invalidateQueries({ queryKey: sampleKeys.list(flowId) }),
  });
}
