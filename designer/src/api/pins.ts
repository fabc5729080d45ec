import { apiRoutes, type PinnedOutput } from '@lineshaft/api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { call } from './client.ts';

const routes = apiRoutes.samples;

const pinsKey = (flowId: string) => ['pins', flowId] as const;

export type Pins = ReadonlyMap<string, readonly PinnedOutput[]>;

/** What nodes of a flow send out instead of being run when it is tried, by id of the node. */
export function usePins(flowId: string): Pins {
  const { data } = useQuery({
    queryKey: pinsKey(flowId),
    queryFn: ({ signal }) => call(routes.listPins, { params: { id: flowId }, signal }),
  });
  return useMemo(() => new Map(data?.pins.map(({ nodeId, outputs }) => [nodeId, outputs])), [data]);
}

export function useSavePin(flowId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ nodeId, outputs }: { nodeId: string; outputs: PinnedOutput[] }) =>
      call(routes.savePin, { params: { id: flowId, nodeId }, body: { outputs } }),
    onSettled: () => client.invalidateQueries({ queryKey: pinsKey(flowId) }),
  });
}

export function useDeletePin(flowId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (nodeId: string) => call(routes.deletePin, { params: { id: flowId, nodeId } }),
    onSettled: () => client.invalidateQueries({ queryKey: pinsKey(flowId) }),
  });
}
