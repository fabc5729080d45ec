import { Body, isJson, TerminalError } from '@lineshaft/flow';

const defaultLimitBytes = 1024 * 1024;

/** Deeper than any sensible document; what walks a document may recurse without fear. */
const maxDepth = 64;

/**
 * Reads the JSON body of a request; `undefined` when there is none.
 * @throws TerminalError `content-type-unsupported`, `body-too-large` or `body-malformed`
 */
export async function readJsonBody(request: Request, limitBytes: number = defaultLimitBytes): Promise<unknown> {
  const bytes = await readBytes(request, limitBytes);
  if (bytes.length === 0) return undefined;
  const contentType = request.headers.get('content-type') ?? '';
  if (!isJson(contentType)) {
    const found = contentType === '' ? 'has no content type' : `is ${contentType.slice(0, 100)}`;
    throw new TerminalError('content-type-unsupported', `The body ${found}. Send JSON as application/json.`);
  }
  const value = Body.fromBytes(bytes).json();
  if (isDeeperThan(maxDepth, value)) {
    throw new TerminalError('body-malformed', `The body is nested deeper than ${maxDepth} levels.`);
  }
  return value;
}

/** Reads no more than the limit: a larger body is refused by its declared length, or as soon as more has come. */
async function readBytes(request: Request, limitBytes: number): Promise<Uint8Array> {
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

function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  for (const part of Object.values(value)) if (isDeeperThan(levels - 1, part)) return true;
  return false;
}
