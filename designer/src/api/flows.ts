import { apiRoutes } from '@lineshaft/api';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { call } from './client.ts';

const routes = apiRoutes.flows;

export const flowKeys = {
  all: ['flows'] as const,
  list: (search: string) => ['flows', 'list', search] as const,
  detail: (id: string) => ['flows', 'detail', id] as const,
  version: (id: string, version: number) => ['flows', 'version', id, version] as const,
};

/** The flows whose id, name, owner or domain holds `search`, at most 200, in order of id. */
export function useFlows(
  search = '',
  { enabled = true, refetchInterval }: { enabled?: boolean; refetchInterval?: number } = {},
) {
  return useQuery({
    queryKey: flowKeys.list(search),
    queryFn: ({ signal }) =>
      call(routes.listFlows, { query: { limit: 200, ...(search === '' ? {} : { search }) }, signal }),
    placeholderData: keepPreviousData,
    enabled,
    refetchInterval,
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
