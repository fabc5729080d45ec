import { apiRoutes, type ExampleFlow } from '@lineshaft/api';
import type { Hono } from 'hono';
import { mountRoute } from './mount-route.ts';

export interface RuntimeInfoContext {
  version: string;
  environment: string;
  examples: boolean;
  exampleFlows(this: void): Promise<ExampleFlow[]>;
}

export function mountRuntimeInfo(app: Hono, { exampleFlows, ...info }: RuntimeInfoContext): void {
  mountRoute(app, apiRoutes.runtime.getRuntime, () => info);
  mountRoute(app, apiRoutes.runtime.listExampleFlows, async () => ({ flows: await exampleFlows() }));
}
