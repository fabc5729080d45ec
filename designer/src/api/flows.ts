import { apiRoutes, type FlowListEntry, type FlowObstacle, type SavedFlow } from '@lineshaft/api';
import {
  keepPreviousData,
  queryOptions,
  useInfiniteQuery,
  useMutation,
  useQueries,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { call } from './client.ts';

const routes = apiRoutes.flows;

const pageSize = 200;

export const flowKeys = {
  all: ['flows'] as const,
  every: ['flows', 'every'] as const,
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

/** How many flows are read where all are needed. */
const mostFlows = 2000;

/** Every flow, in order of id, with how it fares; of more than 2000 the first ones. */
export function useFlows({ enabled = true, refetchInterval }: { enabled?: boolean; refetchInterval?: number } = {}) {
  return useQuery({
    queryKey: flowKeys.every,
    queryFn: ({ signal }) => fetchFlows(signal),
    enabled,
    // Each page is asked for anew.
    refetchInterval: ({ state }) =>
      refetchInterval !== undefined &&
      refetchInterval * Math.max(1, Math.ceil((state.data?.flows.length ?? 0) / pageSize)),
  });
}

async function fetchFlows(signal: AbortSignal): Promise<{ flows: FlowListEntry[] }> {
  const flows: FlowListEntry[] = [];
  let cursor: string | null = null;
  do {
    const query = { limit: pageSize, ...(cursor === null ? {} : { cursor }) };
    const page: { flows: FlowListEntry[]; nextCursor: string | null } = await call(routes.listFlows, { query, signal });
    flows.push(...page.flows);
    cursor = page.nextCursor;
  } while (cursor !== null && flows.length < mostFlows);
  return { flows };
}

export interface FlowOrder {
  sort: 'name' | 'owner' | 'domain' | 'updated';
  descending: boolean;
}

/** The flows that fit, in order, page by page, with how they fare; kept up to date. */
export function useFlowList(filter: FlowFilter, { sort, descending }: FlowOrder) {
  const order = { sort, direction: descending ? 'descending' : 'ascending' } as const;
  const query = useInfiniteQuery({
    queryKey: [...flowKeys.list(filter), order],
    queryFn: ({ signal, pageParam }) =>
      call(routes.listFlows, {
        query: { limit: pageSize, ...filter, ...order, ...(pageParam === null ? {} : { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: page => page.nextCursor,
    placeholderData: keepPreviousData,
    // Every page is asked for anew.
    refetchInterval: ({ state }) => 5000 * Math.max(1, state.data?.pages.length ?? 1),
  });
  const { data, isFetchingNextPage, fetchNextPage } = query;
  const entries = useMemo(() => data?.pages.flatMap(({ flows }) => flows) ?? [], [data]);
  const loadMore = useCallback(() => void (isFetchingNextPage || fetchNextPage()), [isFetchingNextPage, fetchNextPage]);
  return { ...query, entries, loadMore };
}

/** What is in the way of a flow's messages now. */
export function useFlowObstacles(id: string): FlowObstacle[] {
  const { data } = useQuery({
    queryKey: ['flows', 'obstacles', id],
    queryFn: ({ signal }) => call(routes.getFlow, { params: { id }, signal }),
    select: ({ obstacles }) => obstacles,
    refetchInterval: 10_000,
  });
  return data ?? noObstacles;
}

const noObstacles: FlowObstacle[] = [];

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
  return useQuery(flowQuery(id));
}

/** The drafts of these flows, as far as they are there yet. */
export function useDrafts(ids: readonly string[]): SavedFlow['definition'][] {
  return useQueries({
    queries: ids.map(flowQuery),
    combine: results => results.flatMap(({ data }) => (data ? [data.definition] : [])),
  });
}

const flowQuery = (id: string) =>
  queryOptions({
    queryKey: flowKeys.detail(id),
    queryFn: ({ signal }) => call(routes.getFlow, { params: { id }, signal }),
  });

/** A published version never changes. */
export function useFlowVersion(id: string, version: number, enabled = true) {
  return useQuery({
    queryKey: flowKeys.version(id, version),
    queryFn: ({ signal }) => call(routes.getFlowVersion, { params: { id, version }, signal }),
    staleTime: Infinity,
    enabled,
  });
}
