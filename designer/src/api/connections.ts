import { apiRoutes } from '@lineshaft/api';
import { useQuery } from '@tanstack/react-query';
import { call } from './client.ts';

export const connectionKeys = {
  all: ['connections'] as const,
  list: ['connections', 'list'] as const,
};

/** Every connection with its health, mode, circuit and where it is used. */
export function useConnections({
  refetchInterval,
  enabled = true,
}: { refetchInterval?: number; enabled?: boolean } = {}) {
  return useQuery({
    queryKey: connectionKeys.list,
    queryFn: ({ signal }) => call(apiRoutes.connections.listConnections, { signal }),
    refetchInterval,
    enabled,
  });
}
