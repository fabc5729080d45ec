import { apiRoutes, type ExecutionSummary, type LiveFlow } from '@lineshaft/api';
import type { Hono } from 'hono';
import type { Database } from '../database/database.ts';
import { findExecutions } from '../ledger/find-executions.ts';
import { liveFlow } from '../ledger/live-flow.ts';
import type { Flows } from '../store/flows.ts';
import { toExecutionFilter } from './execution-query.ts';
import { toExecutionSummary } from './execution-summary.ts';
import { type EventSurroundings, mountEvents } from './mount-events.ts';
import { HttpProblem } from './problem-details.ts';

export interface LiveContext extends EventSurroundings {
  database: Database;
  flows: Flows;
}

/** Who looks within this time sees what was seen before, milliseconds: many who watch a flow cost as one. */
const sharedMs = 700;

export function mountLive(app: Hono, { database, flows, ...surroundings }: LiveContext): void {
  const routes = apiRoutes.live;
  const seen = new Map<string, { at: number; flow: Promise<LiveFlow> }>();

  const look = (flowId: string): Promise<LiveFlow> => {
    const known = seen.get(flowId);
    if (known && performance.now() - known.at < sharedMs) return known.flow;
    const flow = liveFlow(database.pool, flowId).then(({ at, ...rest }) => ({ at: at.toISOString(), ...rest }));
    seen.set(flowId, { at: performance.now(), flow });
    flow.catch(() => seen.delete(flowId));
    return flow;
  };

  mountEvents(app, routes.followFlow, surroundings, async ({ params: { id } }) => {
    if (!(await flows.find(id))) throw new HttpProblem('not-found', `There is no flow "${id}".`);
    return () => look(id);
  });

  mountEvents(app, routes.followExecutions, surroundings, async ({ query: { limit, ...asked } }) => {
    let before: Map<string, string> | undefined;
    return async () => {
      const filter = await toExecutionFilter(asked, flows);
      const found = await findExecutions(database.kysely, { ...filter, limit });
      const page = found.map(toExecutionSummary);
      const known = before;
      before = new Map(page.map(one => [one.id, JSON.stringify(one)]));
      const executions = page.filter(one => known?.get(one.id) !== JSON.stringify(one));
      const gone = goneFrom(page, known, limit);
      if (known && executions.length === 0 && gone.length === 0) return undefined;
      return { at: new Date().toISOString(), executions, gone, skipped: isSkipping(page, known, limit) };
    };
  });
}

/** Whether the whole page is new: older ones may be that nobody saw. */
function isSkipping(page: readonly ExecutionSummary[], known: ReadonlyMap<string, string> | undefined, limit: number) {
  return known !== undefined && known.size > 0 && page.length === limit && !page.some(one => known.has(one.id));
}

/** Those that newer ones did not push out of the page. */
function goneFrom(page: readonly ExecutionSummary[], known: ReadonlyMap<string, string> | undefined, limit: number) {
  const ids = new Set(page.map(({ id }) => id));
  const oldest = page.length === limit ? (page.at(-1)?.id ?? '') : '';
  return [...(known?.keys() ?? [])].filter(id => id > oldest && !ids.has(id));
}
