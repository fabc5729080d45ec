import { apiRoutes, type Client, type ExecutionSummary } from '@lineshaft/api';

/** Which executions are meant: all filters that are given must fit. */
export interface ReplayFilter {
  flow?: string | undefined;
  /** States with commas between them. */
  state: string;
  /** `name:value` of a business key. */
  key?: string | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
}

/** Oldest first, in which order they are replayed. @throws ApiError */
export async function findReplayed(call: Client, { from, to, ...filter }: ReplayFilter): Promise<ExecutionSummary[]> {
  const found: ExecutionSummary[] = [];
  let cursor: string | undefined;
  do {
    const query = { ...filter, from: from?.toISOString(), to: to?.toISOString(), cursor, limit: 200 };
    const given = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined));
    const page = await call(apiRoutes.executions.listExecutions, { query: given });
    found.push(...page.executions);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return found.toReversed();
}
