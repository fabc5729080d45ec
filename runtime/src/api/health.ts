import { apiRoutes, openApi } from '@lineshaft/api';
import type { Hono } from 'hono';
import type { Database } from '../database/database.ts';
import type { Sources } from '../intake/sources.ts';
import { mountRoute } from './mount-route.ts';
import { HttpProblem } from './problem-details.ts';

export interface HealthContext {
  database: Database;
  sources: Sources | undefined;
}

export function mountHealth(app: Hono, { database, sources }: HealthContext): void {
  const routes = apiRoutes.health;

  mountRoute(app, routes.getLiveness, () => ({ status: 'live' as const }));

  mountRoute(app, routes.getReadiness, async () => {
    try {
      await database.pool.query('select 1');
    } catch (cause) {
      throw new HttpProblem(
        'unavailable',
        `The database does not answer: ${cause instanceof Error ? cause.message : String(cause)}`,
      );
    }
    const failures = sources?.failures() ?? [];
    if (failures.length > 0) {
      throw new HttpProblem(
        'unavailable',
        failures.map(({ flowId, reason }) => `Flow "${flowId}" takes no messages: ${reason}`).join(' '),
      );
    }
    return { status: 'ready' as const };
  });

  mountRoute(app, routes.getOpenApi, () => openApi(apiRoutes, { title: 'Lineshaft', version: '1' }));
}
