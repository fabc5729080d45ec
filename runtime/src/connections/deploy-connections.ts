import { connectionsFileSchema } from '@lineshaft/api';
import { checkShape, type ConnectionManifest } from '@lineshaft/flow';
import type { Connections } from '../store/connections.ts';
import { composeSettings } from './compose-settings.ts';

/**
 * Makes the connections of a file `connections.json` that are not there yet. One that is there stays as somebody left it.
 * @param file what was read, for messages
 * @returns the names of those that were made
 * @throws Error when the content does not fit
 */
export async function deployConnections(
  content: unknown,
  file: string,
  connections: Connections,
  connectionTypes: ReadonlyMap<string, ConnectionManifest>,
): Promise<string[]> {
  const { value, faults } = checkShape(connectionsFileSchema, content, 'The file');
  if (value === undefined) throw new Error(`${file}: ${faults.map(fault => fault.message).join(' ')}`);
  const made: string[] = [];
  for (const { id, environments, limits, ...values } of value) {
    if (await connections.find(id)) continue;
    const manifest = connectionTypes.get(values.type);
    if (!manifest)
      throw new Error(`${file}: connection "${id}" has the type "${values.type}", which is not known here.`);
    await connections.save(id, values);
    for (const [environment, settings] of Object.entries(environments)) {
      await connections.saveSettings(id, environment, limits[environment] ?? {}, secrets =>
        composeSettings(manifest, settings, secrets),
      );
    }
    made.push(values.name);
  }
  return made;
}
