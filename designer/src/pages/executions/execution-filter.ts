import type { ExecutionFilter } from '../../api/executions.ts';
import { type ExecutionsSearch, rangePresets } from './search.ts';

/** What the API is asked for. @param now milliseconds since 1970 */
export function executionFilter(search: ExecutionsSearch, now: number): ExecutionFilter {
  const { key, correlationId, search: value, flow, state, range, from, to } = search;
  const [start, end] = range ? [new Date(now - rangePresets[range] * 60_000).toISOString(), undefined] : [from, to];
  return {
    ...(key === undefined ? {} : { key }),
    ...(correlationId === undefined ? {} : { correlationId }),
    ...(value === undefined ? {} : { search: value }),
    ...(flow === undefined ? {} : { flow }),
    ...(state === undefined || state.length === 0 ? {} : { states: state }),
    ...(start === undefined ? {} : { from: start }),
    ...(end === undefined ? {} : { to: end }),
  };
}

/** Whether the list shows less than everything. */
export function isFiltered(search: ExecutionsSearch): boolean {
  const { live: _, ...filters } = search;
  return Object.values(filters).some(value => value !== undefined && (!Array.isArray(value) || value.length > 0));
}
