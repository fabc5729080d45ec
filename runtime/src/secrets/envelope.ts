import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { LineshaftError } from '@lineshaft/flow';
import type { KeyRing } from './key-ring.ts';

/**
 * An encrypted secret: its own data key (AES-256-GCM, random) wrapped by the key encryption key `kid`. All texts base64
 * but `kid`; `wrappedKey` is nonce, ciphertext and tag in a row.
 */
export interface Envelope {
  v: 1;
  kid: string;
  wrappedKey: string;
  iv: string;
  ct: string;
  tag: string;
}

/** A secret as it is kept. */
export interface SealedSecret {
  /** Revision of the settings with which it was set. */
  version: number;
  envelope: Envelope;
}

/** What a secret belongs to. An envelope opens nowhere else: rows that are swapped or set back fail. */
export interface SecretPlace {
  connectionId: string;
  environment: string;
  /** JSON pointer in the settings, such as `/auth/password`. */
  field: string;
  /** As in `SealedSecret`. */
  version: number;
}

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

/** Encrypts a secret under a new data key. */
export function sealSecret(secret: string, place: SecretPlace, keys: KeyRing): Envelope {
  const dataKey = randomBytes(32);
  const { iv, ct, tag } = encrypt(dataKey, Buffer.from(secret, 'utf8'), boundTo(place));
  const { kid, key } = keys.current;
  const wrapped = encrypt(key, dataKey, boundTo(place));
  return {
    v: 1,
    kid,
    wrappedKey: Buffer.concat([wrapped.iv, wrapped.ct, wrapped.tag]).toString('base64'),
    iv: iv.toString('base64'),
    ct: ct.toString('base64'),
    tag: tag.toString('base64'),
  };
}

/** @throws LineshaftError `connection-unusable` when its key is not known here, or it does not belong to this place */
export function openSecret(envelope: Envelope, place: SecretPlace, keys: KeyRing): string {
  return opened(place, () => {
    const [iv, ct, tag] = [envelope.iv, envelope.ct, envelope.tag].map(part => Buffer.from(part, 'base64'));
    return decrypt(unwrap(envelope, place, keys), { iv, ct, tag }, boundTo(place)).toString('utf8');
  });
}

/** The same secret with its data key wrapped by the current key: what changes keys needs no secret to be read. */
export function rewrapSecret(envelope: Envelope, place: SecretPlace, keys: KeyRing): Envelope {
  const dataKey = opened(place, () => unwrap(envelope, place, keys));
  const wrapped = encrypt(keys.current.key, dataKey, boundTo(place));
  return {
    ...envelope,
    kid: keys.current.kid,
    wrappedKey: Buffer.concat([wrapped.iv, wrapped.ct, wrapped.tag]).toString('base64'),
  };
}

/** The additional authenticated data. There is one tenant until there are more. */
function boundTo({ connectionId, environment, field, version }: SecretPlace): Buffer {
  return Buffer.from(`default|${connectionId}/${environment}${field}|${version}`, 'utf8');
}

function unwrap(envelope: Envelope, place: SecretPlace, keys: KeyRing): Buffer {
  const wrapped = Buffer.from(envelope.wrappedKey, 'base64');
  const parts = {
    iv: wrapped.subarray(0, nonceBytes),
    ct: wrapped.subarray(nonceBytes, -tagBytes),
    tag: wrapped.subarray(-tagBytes),
  };
  return decrypt(keys.keyOf(envelope.kid), parts, boundTo(place));
}

interface Sealed {
  iv: Buffer | undefined;
  ct: Buffer | undefined;
  tag: Buffer | undefined;
}

function encrypt(key: Buffer, plain: Buffer, bound: Buffer): { iv: Buffer; ct: Buffer; tag: Buffer } {
  const iv = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, key, iv, { authTagLength: tagBytes }).setAAD(bound);
  const ct = Buffer.concat([cipher.update(plain), cipher.final()]);
  return { iv, ct, tag: cipher.getAuthTag() };
}

function decrypt(key: Buffer, { iv, ct, tag }: Sealed, bound: Buffer): Buffer {
  if (!iv || !ct || !tag) throw new Error('A part is missing.');
  const decipher = createDecipheriv(algorithm, key, iv, { authTagLength: tagBytes }).setAAD(bound).setAuthTag(tag);
  return Buffer.concat([decipher.update(ct), decipher.final()]);
}

function opened<Result>({ connectionId, environment, field }: SecretPlace, work: () => Result): Result {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof LineshaftError) throw cause;
    throw new LineshaftError(
      'connection-unusable',
      `The secret ${field} of connection "${connectionId}" (${environment}) cannot be decrypted: it was changed in the database, or belongs elsewhere. Enter it anew.`,
      { cause },
    );
  }
}
