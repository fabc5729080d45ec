import { apiRoutes } from '@lineshaft/api';
import { useQuery } from '@tanstack/react-query';
import { call } from './client.ts';

/** What this runtime is; does not change while it runs. */
export function useRuntime() {
  return useQuery({
    queryKey: ['runtime'],
    queryFn: ({ signal }) => call(apiRoutes.runtime.getRuntime, { signal }),
    staleTime: 60_000,
  });
}
