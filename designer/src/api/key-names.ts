import { useExecutions } from './executions.ts';

/** Names of business keys that the newest executions have, the most frequent first. */
export function useKeyNames(enabled = true): string[] {
  const { data } = useExecutions({}, { limit: 200, enabled });
  const counts = new Map<string, number>();
  for (const { keys } of data?.executions ?? []) {
    for (const name of Object.keys(keys)) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].toSorted(([, a], [, b]) => b - a).map(([name]) => name);
}
