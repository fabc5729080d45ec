import { LineshaftError, TerminalError } from '@lineshaft/flow';
import type { Room } from './admission.ts';

/** A body from this size on is read into a place made for it, so that reading does not make a second one, bytes. */
const largeBytes = 1024 * 1024;

/**
 * For how many times its size a large body claims room: on its way to the database the driver copies it more than once.
 * So the largest that a webhook takes goes through alone.
 */
const largeClaims = 4;

/**
 * Reads no more than the limit: a larger body is refused by its declared length, or as soon as more has come.
 * @throws TerminalError `body-too-large`, or `body-malformed` when the sender broke off
 * @throws RetryAfterError when there is no room for it just now
 */
export async function readBody(request: Request, limitBytes: number, room?: Pick<Room, 'claim'>): Promise<Uint8Array> {
  const header = request.headers.get('content-length');
  const declared = header === null ? undefined : Number(header);
  if ((declared ?? 0) > limitBytes) throw tooLarge(limitBytes);
  if (declared !== undefined) room?.claim(declared < largeBytes ? declared : declared * largeClaims);
  try {
    if (declared === undefined) return await readUndeclared(request, limitBytes, room);
    return declared < largeBytes ? new Uint8Array(await request.arrayBuffer()) : await readLarge(request, declared);
  } catch (cause) {
    if (cause instanceof LineshaftError) throw cause;
    throw new TerminalError('body-malformed', 'The connection ended before the whole body had come.', { cause });
  }
}

async function readLarge(request: Request, declared: number): Promise<Uint8Array> {
  const body = Buffer.allocUnsafeSlow(declared);
  let size = 0;
  for await (const part of request.body ?? []) {
    body.set(part, size);
    size += part.length;
  }
  return body.subarray(0, size);
}

async function readUndeclared(request: Request, limitBytes: number, room?: Pick<Room, 'claim'>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of request.body ?? []) {
    size += part.length;
    if (size > limitBytes) throw tooLarge(limitBytes);
    room?.claim(part.length);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function tooLarge(limitBytes: number): TerminalError {
  const message = `The body is larger than the ${limitBytes} bytes that are taken here.`;
  return new TerminalError('body-too-large', message, { details: { limitBytes } });
}
