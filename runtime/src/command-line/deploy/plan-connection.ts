import {
  apiRoutes,
  type Client,
  type ConnectionEnvironment,
  type DeclaredConnection,
  type RouteResult,
} from '@lineshaft/api';
import { insertSecrets, secretFields } from '@lineshaft/flow';
import { connectionTypes } from '../../node-registry.ts';
import { diffJson } from '../diff-json.ts';
import type { ConnectionValues } from '../project/environment-values.ts';
import { changedFields, type PlannedDifference } from './planned-difference.ts';

export type RuntimeConnection = RouteResult<typeof apiRoutes.connections.getConnection>;

/** What applying a project does to one connection. */
export interface ConnectionPlan {
  id: string;
  action: 'create' | 'change' | 'remove' | 'none';
  differences: PlannedDifference[];
  destructive: string[];
  /** To be saved: name and type. */
  declared?: DeclaredConnection;
  /** To be saved: settings and secrets of the environment, secrets included. Never printed. */
  values?: { environment: string; settings: Record<string, unknown>; limits: ConnectionValues['limits'] };
}

interface PlanConnectionOptions {
  environment: string | undefined;
  /** In that environment; undefined: the project has none, and those of the runtime stay as they are. */
  values: ConnectionValues | undefined;
  /** Writes secrets also where there are some: whether they are the same cannot be seen. */
  writeSecrets: boolean;
}

/** Every connection of the runtime with its settings. @throws ApiError */
export async function readRuntimeConnections(call: Client): Promise<RuntimeConnection[]> {
  const { connections } = await call(apiRoutes.connections.listConnections);
  const whole: RuntimeConnection[] = [];
  for (const { id } of connections) whole.push(await call(apiRoutes.connections.getConnection, { params: { id } }));
  return whole;
}

/** @param connection undefined: the runtime does not have it */
export function planConnection(
  declared: DeclaredConnection,
  connection: RuntimeConnection | undefined,
  { environment, values, writeSecrets }: PlanConnectionOptions,
): ConnectionPlan {
  const { id } = declared;
  const described = diffDescription(declared, connection);
  const before = connection?.environments.find(one => one.environment === environment);
  const valued = values && environment !== undefined ? diffValues(before, values, environment, writeSecrets) : [];
  const differences = [...described, ...valued];
  const action = !connection ? 'create' : differences.length > 0 ? 'change' : 'none';
  return {
    id,
    action,
    differences,
    destructive: before && values ? lostValues(declared, before, values) : [],
    ...(described.length > 0 || !connection ? { declared } : {}),
    ...(valued.length > 0 && values && environment !== undefined
      ? { values: { environment, settings: wholeSettings(declared, values), limits: values.limits } }
      : {}),
  };
}

export function planConnectionRemoval({ id, environments }: RuntimeConnection): ConnectionPlan {
  const names = environments.map(({ environment }) => environment).join(', ');
  const lost = names === '' ? 'It is deleted.' : `It is deleted with its settings and secrets (${names}).`;
  return { id, action: 'remove', differences: [], destructive: [lost] };
}

function diffDescription(declared: DeclaredConnection, connection: RuntimeConnection | undefined): PlannedDifference[] {
  if (!connection) return [];
  const { type, name, description = null } = declared;
  const before = { type: connection.type, name: connection.name, description: connection.description };
  return changedFields('connection', before, { type, name, description });
}

function diffValues(
  before: ConnectionEnvironment | undefined,
  { settings, secrets, limits }: ConnectionValues,
  environment: string,
  writeSecrets: boolean,
): PlannedDifference[] {
  const written = [...secrets.keys()].filter(field => writeSecrets || !before?.secretsSet.includes(field));
  return [
    ...changedFields(`settings in ${environment}`, before?.settings ?? {}, settings),
    ...changedFields(`limits in ${environment}`, before?.limits ?? {}, limits),
    ...written.map((field): PlannedDifference => ({ kind: 'added', subject: `secret in ${environment}`, path: field })),
  ];
}

function lostValues(
  { type }: DeclaredConnection,
  before: ConnectionEnvironment,
  { settings }: ConnectionValues,
): string[] {
  const fields = diffJson(before.settings, settings).filter(({ actual }) => actual === undefined);
  const manifest = connectionTypes.get(type);
  const places = manifest ? secretFields(manifest.settings, settings) : [];
  const forgotten = before.secretsSet.filter(field => !places.includes(field));
  return [
    ...fields.map(({ path }) => `The setting ${path} in ${before.environment} is deleted.`),
    ...forgotten.map(
      field => `The secret ${field} in ${before.environment} is forgotten: the settings have no place for it.`,
    ),
  ];
}

function wholeSettings({ type }: DeclaredConnection, { settings, secrets }: ConnectionValues): Record<string, unknown> {
  const manifest = connectionTypes.get(type);
  return manifest ? insertSecrets(manifest.settings, settings, secrets) : settings;
}
