import { isJson, LineshaftError, mediaTypeOf, RetryAfterError, TerminalError } from '@lineshaft/flow';
import type { Dispatcher } from 'undici';
import { readStart } from './read-response.ts';
import { retryAfterMs } from './retry-after.ts';
import type { Target } from './target-url.ts';

/** What was asked for, as errors show it. */
export interface Asked {
  method: string;
  target: Target;
}

const longestAnswer = 500;
/** Four bytes a character at most. */
const answerBytes = 4 * longestAnswer;
/** So much of an unwanted answer is read away to keep the connection; for more it is closed. */
const dumpedBytes = 64 * 1024;

/** No response, or not the whole of one. The cause is undici's or Node's. */
export function unreachable({ method, target }: Asked, cause: unknown): unknown {
  const code = codeOf(cause);
  if (code === undefined) return cause;
  const details = { url: target.shown, reason: code };
  if (code === 'UND_ERR_INVALID_ARG') {
    const text = `The request to ${target.shown} cannot be sent as it is: ${(cause as Error).message}.`;
    return new TerminalError('config-invalid', text, { cause, details });
  }
  if (code.startsWith('HPE_') || code === 'UND_ERR_HEADERS_OVERFLOW') {
    const text = `What ${target.shown} answers is not HTTP/1.1, or its headers are too large (${code}).`;
    return new LineshaftError('target-malformed', text, { cause, details });
  }
  const text = `${method} ${target.shown} did not get through: ${reasonFor(code)}.`;
  return new LineshaftError('target-unreachable', text, { cause, details });
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing takes connections there',
  ECONNRESET: 'the connection broke off',
  EPIPE: 'the connection broke off',
  UND_ERR_SOCKET: 'the connection broke off',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'the connection broke off',
  ENOTFOUND: 'no such host name is known',
  EAI_AGAIN: 'the host name cannot be looked up just now',
  EHOSTUNREACH: 'no network leads there',
  ENETUNREACH: 'no network leads there',
  ETIMEDOUT: 'no connection in time',
  UND_ERR_CONNECT_TIMEOUT: 'no connection in time',
};

function reasonFor(code: string): string {
  if (/CERT|SELF_SIGNED|UNABLE_TO_/.test(code)) return `its certificate is not trusted (${code})`;
  return reasons[code] ?? `the connection failed (${code})`;
}

function codeOf(cause: unknown): string | undefined {
  const { code, name } = cause as { code?: unknown; name?: unknown };
  if (typeof code === 'string') return code;
  // undici's parser does not give a code to each of its errors.
  return name === 'HTTPParserError' ? 'HPE_UNKNOWN' : undefined;
}

/** A response whose status does not mean success. */
export async function refused(asked: Asked, response: Dispatcher.ResponseData): Promise<LineshaftError> {
  const { statusCode: status, headers } = response;
  const { method, target } = asked;
  const answer = await answerOf(response);
  const details = { status, url: target.shown, ...(answer === undefined ? {} : { answer }) };
  const said = `${method} ${target.shown} answered ${status}`;
  const text = `${said}${adviceFor(status, single(headers['location']), target)}`;
  if (status === 429 || status === 503) {
    const code = status === 429 ? 'target-throttled' : 'target-failed';
    const waitMs = retryAfterMs(single(headers['retry-after']), Date.now());
    return waitMs === undefined
      ? new LineshaftError(code, text, { details })
      : new RetryAfterError(code, `${said} and asks to come back in ${Math.ceil(waitMs / 1000)} s.`, waitMs, {
          details,
        });
  }
  if (status >= 500 || status === 408 || status === 425) return new LineshaftError('target-failed', text, { details });
  return new TerminalError('target-rejected', text, { details });
}

function adviceFor(status: number, location: string | undefined, target: Target): string {
  if (status === 401 || status === 403) return ': it does not let this request in. Check the credentials.';
  if (status === 404 || status === 405) return ': nothing there takes this request. Check address and method.';
  if (status === 429) return ': it takes no more requests just now.';
  if (status >= 300 && status < 400) {
    const origin = location === undefined ? undefined : URL.parse(location, target.shown)?.origin;
    return `, a redirect${origin === undefined ? '' : ` to ${origin}`}. Redirects are not followed: set the final address.`;
  }
  return '.';
}

/** The start of what it says, if that is text: operators need it to know what the other side did not like. */
async function answerOf({ headers, body, statusCode }: Dispatcher.ResponseData): Promise<string | undefined> {
  const contentType = single(headers['content-type']) ?? '';
  const isText = isJson(contentType) || /^text\/|\/xml$|\+xml$/.test(mediaTypeOf(contentType));
  try {
    if (isText)
      return new TextDecoder().decode(await readStart(body, answerBytes)).slice(0, longestAnswer) || undefined;
    await body.dump({ limit: dumpedBytes });
    return undefined;
  } catch (cause) {
    // The status is the failure to report; that its explanation broke off must not hide it.
    return `(The answer to status ${statusCode} broke off: ${codeOf(cause) ?? 'unknown reason'}.)`;
  }
}

export function single(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
