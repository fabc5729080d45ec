import { TerminalError } from '@lineshaft/flow';

/**
 * Reads no more than the limit: a larger body is refused by its declared length, or as soon as more has come.
 * @throws TerminalError `body-too-large`, or `body-malformed` when the sender broke off
 */
export async function readBody(request: Request, limitBytes: number): Promise<Uint8Array> {
  const declared = request.headers.get('content-length');
  if (Number(declared ?? 0) > limitBytes) throw tooLarge(limitBytes);
  try {
    if (declared !== null) return new Uint8Array(await request.arrayBuffer());
    const parts: Uint8Array[] = [];
    let size = 0;
    for await (const part of request.body ?? []) {
      size += part.length;
      if (size > limitBytes) throw tooLarge(limitBytes);
      parts.push(part);
    }
    return Buffer.concat(parts);
  } catch (cause) {
    if (cause instanceof TerminalError) throw cause;
    throw new TerminalError('body-malformed', 'The connection ended before the whole body had come.', { cause });
  }
}

function tooLarge(limitBytes: number): TerminalError {
  const message = `The body is larger than the ${limitBytes} bytes that are taken here.`;
  return new TerminalError('body-too-large', message, { details: { limitBytes } });
}
