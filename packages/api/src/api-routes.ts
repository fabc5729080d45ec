import { connectionRoutes } from './connections.ts';
import { executionRoutes } from './executions.ts';
import { flowRoutes } from './flows.ts';
import { healthRoutes } from './health.ts';
import type { Route } from './route.ts';

/** Every route, by resource and by name; the names are the operation ids of the OpenAPI document. */
export const apiRoutes = {
  flows: flowRoutes,
  connections: connectionRoutes,
  executions: executionRoutes,
  health: healthRoutes,
} satisfies RoutesByResource;

export type RoutesByResource = Record<string, Record<string, Route>>;
