import { apiRoutes, type MessageInput, type Sample } from '@lineshaft/api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from './client.ts';

const routes = apiRoutes.samples;

const samplesKey = (flowId: string) => ['samples', flowId] as const;

/** A sample as a person gives it. */
export type SampleContent = MessageInput & { name: string };

/** A sample from a real execution: its message, or what came into one of its runs. */
export interface TakenSample {
  executionId: string;
  run?: number;
}

/** The samples kept with a flow, in order of name, without their bodies. */
export function useSamples(flowId: string) {
  return useQuery({
    queryKey: samplesKey(flowId),
    queryFn: ({ signal }) => call(routes.listSamples, { params: { id: flowId }, signal }),
  });
}

/** A sample with its body. */
export function useSample(flowId: string, sampleId: string | undefined) {
  return useQuery({
    queryKey: [...samplesKey(flowId), sampleId],
    queryFn: ({ signal }): Promise<Sample> =>
      call(routes.getSample, { params: { id: flowId, sampleId: sampleId ?? '' }, signal }),
    enabled: sampleId !== undefined,
    staleTime: 0,
  });
}

/** Keeps a sample with a flow. */
export function useAddSample(flowId: string) {
  const refresh = useRefresh(flowId);
  return useMutation({
    mutationFn: (body: SampleContent | TakenSample) => call(routes.addSample, { params: { id: flowId }, body }),
    onSuccess: refresh,
  });
}

export function useSaveSample(flowId: string) {
  const refresh = useRefresh(flowId);
  return useMutation({
    mutationFn: ({ id: sampleId, content }: { id: string; content: SampleContent }) =>
      call(routes.saveSample, { params: { id: flowId, sampleId }, body: content }),
    onSuccess: refresh,
  });
}

export function useDeleteSample(flowId: string) {
  const refresh = useRefresh(flowId);
  return useMutation({
    mutationFn: (sampleId: string) => call(routes.deleteSample, { params: { id: flowId, sampleId } }),
    onSuccess: refresh,
  });
}

function useRefresh(flowId: string) {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: samplesKey(flowId) });
}
