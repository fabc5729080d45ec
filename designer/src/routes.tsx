import type { QueryClient } from '@tanstack/react-query';
import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { z } from 'zod';
import { App } from './app.tsx';
import { executionSearchSchema } from './pages/execution/search.ts';
import { connectionsSearchSchema } from './pages/connections/search.ts';
import { executionsSearchSchema } from './pages/executions/search.ts';
import { flowsSearchSchema } from './pages/flows/search.ts';
import { NotFound } from './ui/not-found.tsx';
import { RouteFailure } from './ui/route-failure.tsx';
import { Loading } from './ui/states.tsx';

const root = createRootRoute({ component: App });

const overview = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: lazyRouteComponent(() => import('./pages/overview/overview-page.tsx'), 'OverviewPage'),
});

const flows = createRoute({
  getParentRoute: () => root,
  path: '/flows',
  validateSearch: flowsSearchSchema,
  component: lazyRouteComponent(() => import('./pages/flows/flows-page.tsx'), 'FlowsPage'),
});

/** `view`: what stands beside the canvas. */
const flow = createRoute({
  getParentRoute: () => root,
  path: '/flows/$flowId',
  validateSearch: z.object({
    view: z.enum(['edit', 'try', 'watch', 'publish', 'history', 'json']).optional().catch(undefined),
    node: z.string().optional().catch(undefined),
    sample: z.string().optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('./pages/flow/flow-page.tsx'), 'FlowPage'),
});

const executions = createRoute({
  getParentRoute: () => root,
  path: '/executions',
  validateSearch: executionsSearchSchema,
  component: lazyRouteComponent(() => import('./pages/executions/executions-page.tsx'), 'ExecutionsPage'),
});

const execution = createRoute({
  getParentRoute: () => root,
  path: '/executions/$executionId',
  validateSearch: executionSearchSchema,
  component: lazyRouteComponent(() => import('./pages/execution/execution-page.tsx'), 'ExecutionPage'),
});

const connections = createRoute({
  getParentRoute: () => root,
  path: '/connections',
  validateSearch: connectionsSearchSchema,
  component: lazyRouteComponent(() => import('./pages/connections/connections-page.tsx'), 'ConnectionsPage'),
});

const connection = createRoute({
  getParentRoute: () => root,
  path: '/connections/$connectionId',
  validateSearch: z.object({ environment: z.string().optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('./pages/connection/connection-page.tsx'), 'ConnectionPage'),
});

const tree = root.addChildren([overview, flows, flow, executions, execution, connections, connection]);

export function createAppRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree: tree,
    defaultPreload: 'intent',
    defaultErrorComponent: RouteFailure,
    defaultNotFoundComponent: NotFound,
    defaultPendingComponent: Loading,
    context: { queryClient },
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
