import { checkShape, type ConnectionManifest, type Fault, insertSecrets, separateSecrets } from '@lineshaft/flow';
import type { OpenSettings } from '../store/connections.ts';

/** Settings that do not fit the connection's type. */
export class SettingsInvalid extends Error {
  readonly faults: readonly Fault[];
  constructor(faults: readonly Fault[]) {
    super(faults.map(fault => fault.message).join(' '));
    this.faults = faults;
  }
}

/**
 * What is to be kept of settings that somebody gives: secrets that are left out stay as they are, those given as null go.
 * @param secrets those that are set, by JSON pointer
 * @throws SettingsInvalid
 */
export function composeSettings(
  manifest: ConnectionManifest,
  given: Record<string, unknown>,
  secrets: ReadonlyMap<string, unknown>,
): OpenSettings {
  const { settings, secrets: changes } = separateSecrets(manifest.settings, given);
  const all = new Map([...secrets, ...changes]);
  for (const [field, value] of changes) if (value === null) all.delete(field);
  const whole = insertSecrets(manifest.settings, settings, all);
  const { value, faults } = checkShape(manifest.settings, whole, 'The settings');
  if (value === undefined) throw new SettingsInvalid(faults);
  return separateSecrets(manifest.settings, value);
}
