import { Body, incomingJson, isJson, TerminalError } from '@lineshaft/flow';
import { readBody } from '../intake/read-body.ts';

const defaultLimitBytes = 1024 * 1024;

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
  return incomingJson(Body.fromBytes(bytes));
}
