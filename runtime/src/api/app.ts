import type { ExampleFlow } from '@lineshaft/api';
import type { ConnectionManifest, ErrorRecord, NodeImplementations, NodeTypes } from '@lineshaft/flow';
import { Hono } from 'hono';
import type { ConnectionClients } from '../connections/connection-clients.ts';
import type { ConnectionProbes } from '../connections/probe-connections.ts';
import type { Database } from '../database/database.ts';
import type { HttpRoutes } from '../intake/http-routes.ts';
import type { Sources } from '../intake/sources.ts';
import { parkedExecutions } from '../ledger/parked.ts';
import type { Connections } from '../store/connections.ts';
import type { Flows } from '../store/flows.ts';
import { Samples } from '../store/samples.ts';
import type { Logger } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import type { Worker } from '../worker/worker.ts';
import { mountConnections } from './connections.ts';
import { mountDesigner } from './designer-files.ts';
import { mountExecutions } from './executions.ts';
import { mountFlowDeletion } from './flow-deletion.ts';
import { readObstacles } from './flow-obstacles.ts';
import { mountFlowList } from './flow-list.ts';
import { mountFlows } from './flows.ts';
import { mountHealth } from './health.ts';
import { mountLive } from './live.ts';
import { loopbackGuard } from './loopback-guard.ts';
import { mountRuntimeInfo } from './runtime-info.ts';
import { mountSamples } from './samples.ts';
import { mountTry } from './trial/try.ts';
import { notFound, onError } from './problem-details.ts';

export interface AppContext {
  /** What the process does: `api`, `intake`, … */
  roles: ReadonlySet<string>;
  database: Database;
  flows: Flows;
  sources: Sources | undefined;
  worker: Worker | undefined;
  routes: HttpRoutes;
  nodeTypes: NodeTypes;
  implementations: NodeImplementations;
  /** Whether a node of this type does something outside of Lineshaft. */
  deliversOutside(this: void, nodeType: string): boolean;
  /** Takes secrets out of an error. */
  redact(this: void, error: ErrorRecord): ErrorRecord;
  connections: Connections;
  clients: ConnectionClients;
  probes: ConnectionProbes;
  connectionTypes: ReadonlyMap<string, ConnectionManifest>;
  /** Such as `test`: which settings of connections hold here. */
  environment: string;
  /** Of Lineshaft, such as `0.4.0`. */
  version: string;
  /** Whether the examples were deployed. */
  examples: boolean;
  exampleFlows(this: void): Promise<ExampleFlow[]>;
  metrics: Metrics;
  log: Logger;
  /** Brings this process in step with what is published. */
  follow: () => Promise<void>;
  /** Aborted when the runtime stops. */
  stopping: AbortSignal;
  /** Tells workers that something became due. */
  announceWork: () => void;
}

/** The HTTP server of one process: what its roles serve, and in every role its health and its metrics. */
export function createApp(context: AppContext): Hono {
  const { roles, database, flows, sources, worker, routes, nodeTypes, metrics, log } = context;
  const app = new Hono();
  app.onError(onError(log));
  app.notFound(notFound);
  app.use(loopbackGuard());

  if (roles.has('intake')) routes.mount(app);
  mountHealth(app, { database, sources });
  app.get('/metrics', async c => c.text(await metrics.text(), 200, { 'content-type': metrics.contentType }));
  if (roles.has('api')) {
    const { version, environment, examples, exampleFlows } = context;
    mountRuntimeInfo(app, { version, environment, examples, exampleFlows });
    mountFlowDeletion(app, { pool: database.pool, follow: context.follow });
    const samples = new Samples(database.kysely);
    mountSamples(app, { database, flows, samples });
    const obstacles = () =>
      readObstacles({ connections: context.connections, environment, sourceFailures: () => sources?.failures() ?? [] });
    mountFlowList(app, { flows, pool: database.pool, obstacles });
    const known = () => knownConnections(context.connections, environment);
    mountTry(app, {
      flows,
      samples,
      nodeTypes,
      implementations: context.implementations,
      deliversOutside: context.deliversOutside,
      connections: known,
      connect: (id, nodeName) => context.clients.connect(id, nodeName),
      redact: context.redact,
    });
    mountFlows(app, {
      flows,
      nodeTypes,
      implementations: context.implementations,
      connections: known,
      follow: context.follow,
      obstacles,
      sourceFailure: flowId => sources?.failures().find(failure => failure.flowId === flowId)?.reason,
    });
    mountConnections(app, {
      connections: context.connections,
      connectionTypes: context.connectionTypes,
      environment: context.environment,
      follow: context.follow,
      test: (connectionId, onProgress) => context.probes.test(connectionId, onProgress),
      log,
      parked: () => parkedExecutions(database.pool),
    });
    mountLive(app, { database, flows, log, stopping: context.stopping });
    mountExecutions(app, {
      database,
      flows,
      wakeWorker: context.announceWork,
      cancelHere: executionId => worker?.cancel(executionId),
    });
    // Last: what nobody else answers may be a page.
    mountDesigner(app);
  }
  return app;
}

async function knownConnections(connections: Connections, environment: string) {
  const states = await connections.states(environment);
  return new Map(
    states.map(({ id, type, mode, environment: settings }) => [
      id,
      { type, mode, hasSettings: settings !== undefined },
    ]),
  );
}
