import { apiRoutes, type FlowListEntry, type FlowObstacle } from '@lineshaft/api';
import type { Hono } from 'hono';
import type { Pool } from 'pg';
import { type FlowActivity, flowActivity } from '../ledger/flow-activity.ts';
import type { Flows, StoredFlow } from '../store/flows.ts';
import type { ObstaclesOf } from './flow-obstacles.ts';
import { toFlowSummary } from './flow-summary.ts';
import { mountRoute } from './mount-route.ts';

export interface FlowListContext {
  flows: Flows;
  pool: Pool;
  obstacles(this: void): Promise<ObstaclesOf>;
}

export function mountFlowList(app: Hono, { flows, pool, obstacles }: FlowListContext): void {
  mountRoute(app, apiRoutes.flows.listFlows, async ({ query: { limit, cursor, ...filter } }) => {
    const { page, next } = await flows.list({ ...filter, limit, after: cursor });
    const [activity, obstaclesOf] = await Promise.all([
      flowActivity(
        pool,
        page.map(flow => flow.id),
      ),
      obstacles(),
    ]);
    return {
      flows: page.flatMap(flow => toEntry(flow, activity.get(flow.id), obstaclesOf(flow)) ?? []),
      nextCursor: next ?? null,
    };
  });
}

function toEntry(
  flow: StoredFlow,
  activity: FlowActivity | undefined,
  obstacles: FlowObstacle[],
): FlowListEntry | undefined {
  if (!activity) return undefined;
  const { hours, ...counts } = activity;
  return {
    ...toFlowSummary(flow, obstacles),
    nodeTypes: namedInNodes(flow.draft, 'type'),
    connections: namedInNodes(flow.draft, 'connection'),
    activity: { ...counts, hours: hours.map(hour => ({ ...hour, from: hour.from.toISOString() })) },
  };
}

/** What the nodes of a draft, which need not be valid, say in a field. */
function namedInNodes({ nodes }: Record<string, unknown>, field: 'type' | 'connection'): string[] {
  const named = (Array.isArray(nodes) ? nodes : []).map(node => (node as Record<string, unknown> | null)?.[field]);
  return [...new Set(named.filter(name => typeof name === 'string'))].toSorted();
}
