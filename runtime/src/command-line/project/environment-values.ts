import { readFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import type { ConnectionLimits, DeclaredConnection } from '@lineshaft/api';
import { composeSettings, SettingsInvalid } from '../../connections/compose-settings.ts';
import { connectionTypes } from '../../node-registry.ts';
import { UsageError } from '../command.ts';
import { bindingsSchema, type SecretSource } from './bindings.ts';
import { declaredConnections } from './connections-file.ts';
import type { Project } from './read-project.ts';

/** What a connection has in one environment. */
export interface ConnectionValues {
  /** As the connection's type wants them, defaults filled in, without secrets. */
  settings: Record<string, unknown>;
  /** By JSON pointer into the settings. */
  secrets: ReadonlyMap<string, unknown>;
  limits: ConnectionLimits;
}

/**
 * The values of every connection that has some in an environment, by id: those of `bindings/<environment>.json`, or else
 * those that stand in `connections.json` (made-up systems have them there).
 * @param variables where secrets are looked up that are named by environment variable
 * @throws UsageError when a secret is not where it is said to be, or settings do not fit
 */
export async function environmentValues(
  project: Project,
  environment: string,
  variables: Readonly<Record<string, string | undefined>>,
): Promise<Map<string, ConnectionValues>> {
  const { connections } = declaredConnections(project.connections);
  const values = new Map<string, ConnectionValues>();
  for (const connection of connections.values()) {
    const settings = connection.environments[environment];
    const limits = connection.limits[environment];
    if (settings) values.set(connection.id, valuesOf(connection, settings, new Map(), limits));
  }
  for (const { path, value } of project.bindings) {
    if (basename(path) !== `${environment}.json`) continue;
    for (const [id, bound] of Object.entries(bindingsSchema.parse(value).connections)) {
      const connection = connections.get(id);
      if (!connection) throw new UsageError(`${path}: no connections.json declares the connection "${id}".`);
      const folder = dirname(resolve(project.folder, path));
      const secrets = new Map<string, unknown>();
      for (const [field, source] of Object.entries(bound.secrets)) {
        secrets.set(field, await secretOf(source, variables, folder, `${path}: the secret ${field} of "${id}"`));
      }
      values.set(id, valuesOf(connection, bound.settings, secrets, bound.limits ?? connection.limits[environment]));
    }
  }
  return values;
}

function valuesOf(
  { id, type }: DeclaredConnection,
  given: Record<string, unknown>,
  secrets: ReadonlyMap<string, unknown>,
  limits: ConnectionLimits = {},
): ConnectionValues {
  const manifest = connectionTypes.get(type);
  if (!manifest) throw new UsageError(`Connection "${id}" is of the type "${type}", which is not known here.`);
  try {
    return { ...composeSettings(manifest, given, secrets), limits };
  } catch (error) {
    if (error instanceof SettingsInvalid)
      throw new UsageError(`Connection "${id}": ${error.message}`, { cause: error });
    throw error;
  }
}

async function secretOf(
  { env, file }: SecretSource,
  variables: Readonly<Record<string, string | undefined>>,
  folder: string,
  what: string,
): Promise<string> {
  if (file !== undefined) {
    const text = await readFile(resolve(folder, file), 'utf8').catch((cause: unknown) => {
      throw new UsageError(`${what} stands in the file ${file}, which cannot be read.`, { cause });
    });
    return text.trimEnd();
  }
  const value = variables[env ?? ''];
  if (value !== undefined && value !== '') return value;
  throw new UsageError(`${what} stands in the environment variable ${env ?? ''}, which is not set.`);
}
