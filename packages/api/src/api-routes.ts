import { connectionRoutes } from './connections.ts';
import { executionRoutes } from './executions.ts';
import { flowRoutes } from './flows.ts';
import { healthRoutes } from './health.ts';
import { liveRoutes } from './live.ts';
import type { Route } from './route.ts';
import { runtimeRoutes } from './runtime.ts';
import { sampleRoutes } from './samples.ts';
import { tryRoutes } from './try.ts';

/** Every route, by resource and by name; the names are the operation ids of the OpenAPI document. */
export const apiRoutes = {
  flows: flowRoutes,
  samples: sampleRoutes,
  try: tryRoutes,
  connections: connectionRoutes,
  executions: executionRoutes,
  live: liveRoutes,
  runtime: runtimeRoutes,
  health: healthRoutes,
} satisfies RoutesByResource;

export type RoutesByResource = Record<string, Record<string, Route>>;
