import type { BodyInput } from '@lineshaft/api';

/** The bytes of a body that a person gave. */
export function bytesOf(body: BodyInput): Buffer {
  return 'text' in body ? Buffer.from(body.text) : Buffer.from(body.base64, 'base64');
}

/** The same the other way round: as text where it is some. */
export function asGiven(bytes: Buffer): BodyInput {
  const text = bytes.toString();
  return Buffer.from(text).equals(bytes) ? { text } : { base64: bytes.toString('base64') };
}
