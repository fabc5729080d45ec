import { apiRoutes, type ConnectionMode, type ConnectionTestProgress, readEvents } from '@lineshaft/api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { call } from './client.ts';

const routes = apiRoutes.connections;

const connectionKeys = {
  all: ['connections'] as const,
  list: ['connections', 'list'] as const,
  detail: (id: string) => ['connections', 'detail', id] as const,
};

/** Every connection with its health, mode, circuit and where it is used. */
export function useConnections({
  refetchInterval,
  enabled = true,
}: { refetchInterval?: number; enabled?: boolean } = {}) {
  return useQuery({
    queryKey: connectionKeys.list,
    queryFn: ({ signal }) => call(routes.listConnections, { signal }),
    refetchInterval,
    enabled,
  });
}

/** Names of connections, by id. */
export function useConnectionNames(): ReadonlyMap<string, string> {
  const connections = useConnections().data?.connections;
  return useMemo(() => new Map(connections?.map(({ id, name }) => [id, name])), [connections]);
}

/** One connection with its settings, secrets left out. Its health and mode change by themselves. */
export function useConnection(
  id: string,
  { enabled = true, refetchInterval = 5000 }: { enabled?: boolean; refetchInterval?: number | false } = {},
) {
  return useQuery({
    queryKey: connectionKeys.detail(id),
    queryFn: ({ signal }) => call(routes.getConnection, { params: { id }, signal }),
    refetchInterval,
    enabled,
  });
}

export interface ConnectionNames {
  type: string;
  name: string;
  description?: string | undefined;
}

/** Makes a connection, or changes its name. */
export function useSaveConnection() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ id, ...body }: ConnectionNames & { id: string }) =>
      call(routes.saveConnection, { params: { id }, body }),
    onSuccess: refresh,
  });
}

export interface SettingsToSave {
  environment: string;
  /** What they were made from, 0: nothing. Refused when somebody else saved meanwhile. */
  revision: number;
  /** Secrets that are left out stay, `null` removes them. */
  settings: Record<string, unknown>;
  limits: Record<string, unknown>;
}

export function useSaveConnectionSettings(id: string) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ environment, revision, settings, limits }: SettingsToSave) =>
      call(routes.saveConnectionSettings, {
        params: { id, environment },
        query: { revision },
        body: { settings, limits },
      }),
    // Also after a refusal: what somebody else saved is then to be seen.
    onSettled: refresh,
  });
}

export function useDeleteConnection(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => call(routes.deleteConnection, { params: { id } }),
    onSuccess: () => {
      client.removeQueries({ queryKey: connectionKeys.detail(id) });
      return client.invalidateQueries({ queryKey: connectionKeys.list });
    },
  });
}

export interface ModeToSet {
  mode: ConnectionMode;
  /** Deliveries each second, with `drain` only. */
  drainRate?: number;
  note?: string;
}

/** Holds deliveries, or lets them go again. */
export function useSetConnectionMode(id: string) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (body: ModeToSet) => call(routes.setConnectionMode, { params: { id }, body }),
    onSuccess: refresh,
  });
}

/** Goes through the handshake, of which each step can be seen as it happens. */
export function useTestConnection(id: string) {
  const refresh = useRefresh();
  const [progress, setProgress] = useState<ConnectionTestProgress>();
  const run = useMutation({
    mutationFn: () => {
      setProgress(undefined);
      return readEvents('', routes.followConnectionTest, { params: { id } }, setProgress);
    },
    // The health that others see is that of the test.
    onSettled: refresh,
  });
  return { progress, error: run.error, isPending: run.isPending, begin: () => run.mutate() };
}

function useRefresh() {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: connectionKeys.all });
}
