import { apiRoutes } from '@lineshaft/api';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from './client.ts';

const routes = apiRoutes.flows;

export const flowKeys = {
  all: ['flows'] as const,
  list: (filter: FlowFilter) => ['flows', 'list', filter] as const,
  detail: (id: string) => ['flows', 'detail', id] as const,
  version: (id: string, version: number) => ['flows', 'version', id, version] as const,
};

/** What the list of flows is narrowed to. */
export interface FlowFilter {
  /** Part of id, name, owner, domain, node type or connection. */
  search?: string;
  nodeType?: string;
  connection?: string;
}

/** The flows that fit, at most 200, in order of id, with how they fare. */
export function useFlows(
  filter: FlowFilter = {},
  { enabled = true, refetchInterval }: { enabled?: boolean; refetchInterval?: number } = {},
) {
  return useQuery({
    queryKey: flowKeys.list(filter),
    queryFn: ({ signal }) => call(routes.listFlows, { query: { limit: 200, ...filter }, signal }),
    placeholderData: keepPreviousData,
    enabled,
    refetchInterval,
  });
}

/** Saves a flow that is not there yet; refused when its id is taken. */
export function useCreateFlow() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, definition }: { id: string; definition: Record<string, unknown> }) =>
      call(routes.saveFlow, { params: { id }, query: { revision: 0 }, body: definition }),
    onSuccess: () => client.invalidateQueries({ queryKey: flowKeys.all }),
  });
}

/** What deleting a flow does. */
export function useFlowDeletion(id: string) {
  return useQuery({
    queryKey: ['flows', 'deletion', id],
    queryFn: ({ signal }) => call(routes.getFlowDeletion, { params: { id }, signal }),
    staleTime: 0,
  });
}

export function useDeleteFlow(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => call(routes.deleteFlow, { params: { id } }),
    onSuccess: () => client.invalidateQueries({ queryKey: flowKeys.all }),
  });
}

/** The flows that come with Lineshaft, to begin one's own with. */
export function useExampleFlows() {
  return useQuery({
    queryKey: ['example-flows'],
    queryFn: ({ signal }) => call(apiRoutes.runtime.listExampleFlows, { signal }),
    staleTime: Infinity,
  });
}

/** A flow with its draft. */
export function useFlow(id: string) {
  return useQuery({
    queryKey: flowKeys.detail(id),
    queryFn: ({ signal }) => call(routes.getFlow, { params: { id }, signal }),
  });
}

/** A published version never changes. */
export function useFlowVersion(id: string, version: number, enabled = true) {
  return useQuery({
    queryKey: flowKeys.version(id, version),
    queryFn: ({ signal }) => call(routes.getFlowVersion, { params: { id, version }, signal }),
    staleTime: Infinity,
    enabled,
  });
}
