import { isJson, LineshaftError, mediaTypeOf, RetryAfterError, TerminalError } from '@lineshaft/flow';
import type { Dispatcher } from 'undici';
import { single } from '../headers.ts';
import { readStart } from '../read-response.ts';
import type { Target } from '../target-url.ts';
import { type Asked, codeOf } from '../unreachable.ts';
import { retryAfterMs } from './retry-after.ts';

const longestAnswer = 500;
/** Four bytes a character at most. */
const answerBytes = 4 * longestAnswer;
/** So much of an unwanted answer is read away to keep the connection; for more it is closed. */
const dumpedBytes = 64 * 1024;

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
    return `, a redirect${origin === undefined ? '' : ` to ${origin}`}. It was not followed: set the final address, or allow redirects.`;
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
