import { LineshaftError } from '@lineshaft/flow';
import { openSecret, type SealedSecret, sealSecret, type SecretPlace } from '../secrets/envelope.ts';
import type { KeyRing } from '../secrets/key-ring.ts';

/** The secrets of one connection in one environment, encrypted, by JSON pointer. */
type SealedSecrets = Readonly<Record<string, SealedSecret>>;
type Home = Pick<SecretPlace, 'connectionId' | 'environment'>;

/** @throws LineshaftError `connection-unusable` when one cannot be decrypted */
export function openSecrets(sealed: SealedSecrets, home: Home, keys: KeyRing): Map<string, unknown> {
  return new Map(Object.entries(sealed).map(([field, secret]) => [field, open(secret, { ...home, field }, keys)]));
}

/** Those that can be decrypted. Others are as if they were not set: whoever enters them anew repairs it. */
export function openReadable(sealed: SealedSecrets, home: Home, keys: KeyRing): Map<string, unknown> {
  const opened = new Map<string, unknown>();
  for (const [field, secret] of Object.entries(sealed)) {
    try {
      opened.set(field, open(secret, { ...home, field }, keys));
    } catch (error) {
      if (!(error instanceof LineshaftError)) throw error;
    }
  }
  return opened;
}

/** @param before those that were set: one that is the same keeps its envelope */
export function sealSecrets(
  secrets: ReadonlyMap<string, unknown>,
  home: Home & Pick<SecretPlace, 'version'>,
  keys: KeyRing,
  before: { sealed: SealedSecrets; opened: ReadonlyMap<string, unknown> },
): Record<string, SealedSecret> {
  const seal = ([field, secret]: [string, unknown]): [string, SealedSecret] => {
    const text = JSON.stringify(secret);
    const known = before.sealed[field];
    if (known && JSON.stringify(before.opened.get(field)) === text) return [field, known];
    return [field, { version: home.version, envelope: sealSecret(text, { ...home, field }, keys) }];
  };
  return Object.fromEntries([...secrets].map(seal));
}

function open({ version, envelope }: SealedSecret, place: Omit<SecretPlace, 'version'>, keys: KeyRing): unknown {
  return JSON.parse(openSecret(envelope, { ...place, version }, keys));
}
