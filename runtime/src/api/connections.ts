import {
  apiRoutes,
  type ConnectionEnvironment,
  type ConnectionMode,
  type ConnectionSummary,
  type ConnectionTestProgress,
  type ConnectionTestStep,
} from '@lineshaft/api';
import { type ConnectionManifest, settingsJsonSchema } from '@lineshaft/flow';
import type { Hono } from 'hono';
import { composeSettings, SettingsInvalid } from '../connections/compose-settings.ts';
import type { ConnectionUse } from '../store/connection-uses.ts';
import {
  type Connections,
  type ConnectionState,
  SettingsChanged,
  type StoredConnection,
  type StoredEnvironment,
} from '../store/connections.ts';
import type { Logger } from '../telemetry/log.ts';
import { mountToldWork } from './mount-events.ts';
import { mountRoute } from './mount-route.ts';
import { HttpProblem } from './problem-details.ts';

export interface ConnectionResourceContext {
  connections: Connections;
  connectionTypes: ReadonlyMap<string, ConnectionManifest>;
  /** The environment of this runtime. */
  environment: string;
  /** Brings this process in step with what was changed. */
  follow(): Promise<void>;
  test(
    connectionId: string,
    onProgress?: (steps: ConnectionTestProgress['steps']) => void,
  ): Promise<{ passed: boolean; steps: ConnectionTestStep[] }>;
  log: Logger;
  /** Executions that are parked, by connection. */
  parked(): Promise<ReadonlyMap<string, number>>;
}

export function mountConnections(app: Hono, context: ConnectionResourceContext): void {
  const { connections, connectionTypes, environment } = context;
  const routes = apiRoutes.connections;

  const find = async (id: string): Promise<StoredConnection> => {
    const connection = await connections.find(id);
    if (!connection) throw new HttpProblem('not-found', `There is no connection "${id}".`);
    return connection;
  };
  const manifestOf = (type: string): ConnectionManifest => {
    const manifest = connectionTypes.get(type);
    if (manifest) return manifest;
    const known = [...connectionTypes.keys()].join(', ');
    throw new HttpProblem('config-invalid', `There is no kind of connection "${type}". Known here: ${known}.`);
  };
  const summaries = async (stored: readonly StoredConnection[]): Promise<ConnectionSummary[]> => {
    const [states, uses, parked] = await Promise.all([
      connections.states(environment),
      connections.uses(),
      context.parked(),
    ]);
    const stateOf = new Map(states.map(state => [state.id, state]));
    return stored.map(connection =>
      toSummary(connection, environment, stateOf.get(connection.id), {
        uses: uses.get(connection.id) ?? [],
        parked: parked.get(connection.id) ?? 0,
      }),
    );
  };
  const summary = async (id: string): Promise<ConnectionSummary> => {
    const [one] = await summaries([await find(id)]);
    if (!one) throw new Error('A summary is missing.');
    return one;
  };
  const whole = async (id: string) => ({
    ...(await summary(id)),
    environments: (await connections.environments(id)).map(toSettings),
  });

  mountRoute(app, routes.listConnections, async () => ({ connections: await summaries(await connections.list()) }));

  mountRoute(app, routes.getConnection, ({ params }) => whole(params.id));

  mountRoute(app, routes.saveConnection, async ({ params, body }) => {
    manifestOf(body.type);
    if (!(await connections.save(params.id, body))) {
      throw new HttpProblem(
        'conflict',
        `Connection "${params.id}" has settings of another type. Make a new connection for the type "${body.type}".`,
      );
    }
    await context.follow();
    return whole(params.id);
  });

  mountRoute(app, routes.saveConnectionSettings, async ({ params, query, body }) => {
    const manifest = manifestOf((await find(params.id)).type);
    try {
      await connections.saveSettings(
        params.id,
        params.environment,
        body.limits,
        secrets => composeSettings(manifest, body.settings, secrets),
        query.revision,
      );
    } catch (error) {
      if (error instanceof SettingsChanged) throw new HttpProblem('conflict', error.message);
      if (!(error instanceof SettingsInvalid)) throw error;
      const faults = error.faults.map(({ path, message }) => ({
        in: 'body' as const,
        path: `/settings${path}`,
        message,
      }));
      throw new HttpProblem('request-invalid', error.message, faults);
    }
    await context.follow();
    const saved = (await connections.environments(params.id)).find(each => each.environment === params.environment);
    if (!saved) throw new HttpProblem('not-found', `Connection "${params.id}" was deleted meanwhile.`);
    return toSettings(saved);
  });

  mountRoute(app, routes.deleteConnection, async ({ params }) => {
    const { usedBy, parked } = await summary(params.id);
    if (usedBy.length > 0) {
      const flows = usedBy.map(({ flowId, published }) => `"${flowId}"${published ? '' : ' (draft)'}`).join(', ');
      throw new HttpProblem('conflict', `Connection "${params.id}" is used by ${flows}. Change these flows first.`);
    }
    if (parked > 0) {
      throw new HttpProblem(
        'conflict',
        `${parked} executions are parked because of connection "${params.id}". Let them go or cancel them first.`,
      );
    }
    await connections.delete(params.id);
    await context.follow();
    return { id: params.id };
  });

  mountRoute(app, routes.testConnection, async ({ params }) => {
    await find(params.id);
    // Settings that another process has just saved count.
    await context.follow();
    return context.test(params.id);
  });

  mountToldWork(app, routes.followConnectionTest, context.log, async ({ params }) => {
    await find(params.id);
    await context.follow();
    return async tell => tell(await context.test(params.id, steps => tell({ passed: null, steps })));
  });

  mountRoute(app, routes.setConnectionMode, async ({ params, body }) => {
    await find(params.id);
    await connections.setMode(params.id, body.mode, body.drainRate, body.note);
    await context.follow();
    return summary(params.id);
  });

  mountRoute(app, routes.listConnectionTypes, () => ({
    connectionTypes: [...connectionTypes.values()].map(manifest => ({
      type: manifest.type,
      title: manifest.title,
      description: manifest.description,
      settings: settingsJsonSchema(manifest),
    })),
  }));
}

function toSummary(
  connection: StoredConnection,
  environment: string,
  state: ConnectionState | undefined,
  { uses, parked }: { uses: ConnectionUse[]; parked: number },
): ConnectionSummary {
  const here = state?.environment;
  const circuit = here?.circuit ?? 'closed';
  return {
    id: connection.id,
    type: connection.type,
    name: connection.name,
    description: connection.description,
    mode: connection.mode,
    drainRate: connection.drainRate,
    modeSince: connection.modeSince.toISOString(),
    modeNote: connection.modeNote,
    parked,
    environment,
    hasSettings: here !== undefined,
    circuit,
    proposedMode: proposedMode(connection.mode, circuit !== 'closed'),
    health: here?.health ?? null,
    usedBy: uses,
    updatedAt: connection.updatedAt.toISOString(),
  };
}

/** What waits for an open circuit is tried again and again; parked it would cost nothing. */
function proposedMode(mode: ConnectionMode, isOpen: boolean): ConnectionMode | null {
  return isOpen && mode === 'normal' ? 'hold' : null;
}

function toSettings(stored: StoredEnvironment): ConnectionEnvironment {
  return { ...stored, updatedAt: stored.updatedAt.toISOString() };
}
