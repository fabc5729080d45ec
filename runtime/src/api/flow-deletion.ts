import { apiRoutes } from '@lineshaft/api';
import type { Hono } from 'hono';
import type { Pool } from 'pg';
import { deleteFlow, deletionRefusal, flowRemains } from '../ledger/delete-flow.ts';
import { mountRoute } from './mount-route.ts';
import { HttpProblem } from './problem-details.ts';

export interface FlowDeletionContext {
  pool: Pool;
  /** Brings this process in step with what is published. */
  follow(this: void): Promise<void>;
}

export function mountFlowDeletion(app: Hono, { pool, follow }: FlowDeletionContext): void {
  const routes = apiRoutes.flows;

  mountRoute(app, routes.getFlowDeletion, async ({ params: { id } }) => {
    const remains = await flowRemains(pool, id);
    if (!remains) throw unknown(id);
    const { enabled: _enabled, ...counts } = remains;
    return { ...counts, refusal: deletionRefusal(id, remains) ?? null };
  });

  mountRoute(app, routes.deleteFlow, async ({ params: { id } }) => {
    const remains = await deleteFlow(pool, id);
    if (!remains) throw unknown(id);
    const refusal = deletionRefusal(id, remains);
    if (refusal !== undefined) throw new HttpProblem('conflict', refusal);
    await follow();
    return { id };
  });
}

const unknown = (id: string) => new HttpProblem('not-found', `There is no flow "${id}".`);
