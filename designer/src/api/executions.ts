import { apiRoutes, type ExecutionSummary } from '@lineshaft/api';
import { endStates, type ExecutionState } from '@lineshaft/flow';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from './client.ts';

const routes = apiRoutes.executions;

/** What a list of executions is narrowed to. */
export interface ExecutionFilter {
  flow?: string;
  states?: readonly ExecutionState[];
  /** `name:value` of a business key. */
  key?: string;
  correlationId?: string;
  /** Any key's value, or an id. */
  search?: string;
  /** Instants; accepted at or after, and before. */
  from?: string;
  to?: string;
}

export interface ExecutionPage {
  executions: ExecutionSummary[];
  nextCursor: string | null;
}

export const executionKeys = {
  all: ['executions'] as const,
  list: (filter: ExecutionFilter, limit: number) => ['executions', 'list', filter, limit] as const,
  feed: (filter: ExecutionFilter) => ['executions', 'feed', filter] as const,
  detail: (id: string, bodyLimit: number) => ['executions', 'detail', id, bodyLimit] as const,
};

export function fetchExecutions(
  filter: ExecutionFilter,
  page: { limit: number; cursor?: string | undefined },
  signal?: AbortSignal,
): Promise<ExecutionPage> {
  return call(routes.listExecutions, {
    query: { ...executionQuery(filter), ...page },
    ...(signal ? { signal } : {}),
  });
}

/** The filter as a query writes it. */
export function executionQuery({ states, ...rest }: ExecutionFilter) {
  return { ...rest, ...(states?.length ? { state: states.join(',') } : {}) };
}

/** The newest executions that fit. */
export function useExecutions(
  filter: ExecutionFilter,
  { limit = 50, refetchInterval, enabled = true }: { limit?: number; refetchInterval?: number; enabled?: boolean } = {},
) {
  return useQuery({
    queryKey: executionKeys.list(filter, limit),
    queryFn: ({ signal }) => fetchExecutions(filter, { limit }, signal),
    placeholderData: keepPreviousData,
    refetchInterval,
    enabled,
  });
}

/** Bytes of each body that a detail brings along at first, and at most. */
export const firstBodyLimit = 65_536;
export const maxBodyLimit = 10 * 1024 * 1024;

/** An execution with its trace; asked again each second until it has ended. @param bodyLimit bytes of each body */
export function useExecution(id: string, bodyLimit = firstBodyLimit) {
  return useQuery({
    queryKey: executionKeys.detail(id, bodyLimit),
    queryFn: ({ signal }) => call(routes.getExecution, { params: { id }, query: { bodyLimit }, signal }),
    placeholderData: previous => (previous?.id === id ? previous : undefined),
    refetchInterval: ({ state }) => (state.data && !endStates.includes(state.data.state) ? 1000 : false),
  });
}

export type ExecutionOperation = 'retry' | 'reprocess-current' | 'reprocess-original' | 'cancel';

/** Does it to one execution; resolves to the id of the execution to look at next. @throws ApiError */
export async function operateExecution(operation: ExecutionOperation, id: string): Promise<string> {
  const params = { id };
  switch (operation) {
    case 'retry':
      return (await call(routes.retryExecution, { params })).id;
    case 'cancel':
      return (await call(routes.cancelExecution, { params })).id;
    case 'reprocess-current':
      return (await call(routes.reprocessExecution, { params, body: { version: 'current' } })).executionId;
    case 'reprocess-original':
      return (await call(routes.reprocessExecution, { params, body: { version: 'original' } })).executionId;
  }
}

export function useOperateExecution(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (operation: ExecutionOperation) => operateExecution(operation, id),
    onSettled: () => client.invalidateQueries({ queryKey: executionKeys.all }),
  });
}
