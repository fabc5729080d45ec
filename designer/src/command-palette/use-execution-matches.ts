import type { ExecutionPage } from '../api/executions.ts';
import { executionKeys, fetchExecutions } from '../api/executions.ts';
import { useQueries } from '@tanstack/react-query';
import { useKeyNames } from '../api/key-names.ts';
import { filtersFor, type KeyFilter } from '../pages/executions/search-text.ts';

/** How many executions of each key are shown. */
const limit = 5;

export interface ExecutionMatch extends ExecutionPage {
  filter: KeyFilter;
}

/** The executions that a typed business key leads to; a bare value is looked up under every known key. */
export function useExecutionMatches(text: string, enabled: boolean): ExecutionMatch[] {
  const names = useKeyNames(enabled);
  // A short word is the name of a page or a flow, and would ask for every key at each letter.
  const filters = enabled && text.trim().length >= 3 ? filtersFor(text, names) : [];
  return useQueries({
    queries: filters.map(filter => ({
      queryKey: executionKeys.list(filter, limit),
      queryFn: ({ signal }: { signal: AbortSignal }) => fetchExecutions(filter, { limit }, signal),
    })),
    combine: results =>
      results.flatMap(({ data }, index) =>
        data && data.executions.length > 0 ? [{ ...data, filter: filters[index] ?? {} }] : [],
      ),
  });
}
