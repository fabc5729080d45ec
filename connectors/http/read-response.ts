import type { Dispatcher } from 'undici';

/** The response is larger than it may be. */
export class ResponseTooLarge extends Error {}

type Body = Dispatcher.ResponseData['body'];

/** @throws ResponseTooLarge as soon as that is known; whatever the connection throws */
export async function readResponse(body: Body, declaredLength: string | undefined, limit: number): Promise<Uint8Array> {
  if (declaredLength !== undefined) {
    if (Number(declaredLength) <= limit) return body.bytes();
    // Destroyed, it emits an error, which would end the process if nobody listened.
    body.on('error', () => {}).destroy();
    throw new ResponseTooLarge();
  }
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body as AsyncIterable<Uint8Array>) {
    size += part.length;
    if (size > limit) throw new ResponseTooLarge();
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** The first bytes of a response that is not wanted, up to `limit`; the rest is not read. */
export async function readStart(body: Body, limit: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body as AsyncIterable<Uint8Array>) {
    parts.push(part);
    size += part.length;
    if (size >= limit) break;
  }
  return Buffer.concat(parts).subarray(0, limit);
}
