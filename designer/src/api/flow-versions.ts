import { apiRoutes, type FlowSummary, type SavedFlow } from '@lineshaft/api';
import { notifications } from '@mantine/notifications';
import { type QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from './client.ts';
import { flowKeys } from './flows.ts';

const routes = apiRoutes.flows;

const versionsKey = (id: string) => ['flows', 'versions', id] as const;

/** The published versions of a flow, newest first. */
export function useFlowVersions(id: string) {
  return useQuery({
    queryKey: versionsKey(id),
    queryFn: ({ signal }) => call(routes.listFlowVersions, { params: { id }, signal }),
  });
}

/** Everything that keeps the saved draft from being published, also what only the code of the nodes can tell. */
export function useFlowCheck(id: string, revision: number) {
  return useQuery({
    queryKey: ['flows', 'check', id, revision],
    queryFn: ({ signal }) => call(routes.checkFlow, { params: { id }, signal }),
  });
}

/** Publishes the saved draft. */
export function usePublishFlow(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (note: string) =>
      call(routes.publishFlow, { params: { id }, body: note.trim() === '' ? {} : { note: note.trim() } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: flowKeys.all }),
  });
}

/** Lets another version take the messages. */
export function useRollBack(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (version: number) => call(routes.rollBackFlow, { params: { id }, body: { version } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: flowKeys.all }),
    onError: showRefusal,
  });
}

/** Lets a flow take messages, or no more. */
export function useSwitchFlow(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (isOn: boolean) => call(isOn ? routes.enableFlow : routes.disableFlow, { params: { id } }),
    onSuccess: summary => updateSummary(queries, summary),
    onError: showRefusal,
  });
}

function updateSummary(queries: QueryClient, summary: FlowSummary) {
  queries.setQueryData<SavedFlow>(flowKeys.detail(summary.id), before => before && { ...before, ...summary });
  return queries.invalidateQueries({ queryKey: flowKeys.all });
}

function showRefusal(error: Error) {
  notifications.show({ color: 'red', message: error.message });
}
