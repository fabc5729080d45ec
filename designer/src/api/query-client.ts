import { ApiError } from '@lineshaft/api';
import { QueryClient } from '@tanstack/react-query';

/** What the server says is fresh for a moment; what it refuses is not asked again. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 2000,
        refetchOnWindowFocus: true,
        retry: (failures, error) => failures < 2 && !(error instanceof ApiError && error.status >= 400),
      },
    },
  });
}
