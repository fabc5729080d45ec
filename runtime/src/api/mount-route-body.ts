import { Body, isJson, TerminalError } from '@lineshaft/flow';
import { readBody } from '../intake/read-body.ts';

const defaultLimitBytes = 1024 * 1024;

/** Deeper than any sensible document; what walks a document may recurse without fear. */
const maxDepth = 64;

/**
 * Reads the JSON body of a request; `undefined` when there is none.
 * @throws TerminalError `content-type-unsupported`, `body-too-large` or `body-malformed`
 */
export async function readJsonBody(request: Request, limitBytes: number = defaultLimitBytes): Promise<unknown> {
  const bytes = await readBody(request, limitBytes);
  if (bytes.length === 0) return undefined;
  const contentType = request.headers.get('content-type') ?? '';
  if (!isJson(contentType)) {
    const found = contentType === '' ? 'has no content type' : `is ${contentType.slice(0, 100)}`;
    throw new TerminalError('content-type-unsupported', `The body ${found}. Send JSON as application/json.`, {
      details: { accept: 'application/json' },
    });
  }
  const value = Body.fromBytes(bytes).json();
  if (isDeeperThan(maxDepth, value)) {
    throw new TerminalError('body-malformed', `The body is nested deeper than ${maxDepth} levels.`);
  }
  return value;
}

function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  for (const part of Object.values(value)) if (isDeeperThan(levels - 1, part)) return true;
  return false;
}
