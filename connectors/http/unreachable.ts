import { LineshaftError, TerminalError } from '@lineshaft/flow';
import { reasonFor } from '../outbound/reasons.ts';
import type { Target } from './target-url.ts';

/** What was asked for, as errors show it. */
export interface Asked {
  method: string;
  target: Target;
}

/** No response, or not the whole of one. The cause is undici's or Node's; an error of ours is returned as it is. */
export function unreachable({ method, target }: Asked, cause: unknown): unknown {
  const code = codeOf(cause);
  if (code === undefined || cause instanceof LineshaftError) return cause;
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

/** Node's and undici's errors have one. */
export function codeOf(cause: unknown): string | undefined {
  const { code, name } = cause as { code?: unknown; name?: unknown };
  if (typeof code === 'string') return code;
  // undici's parser does not give a code to each of its errors.
  return name === 'HTTPParserError' ? 'HPE_UNKNOWN' : undefined;
}
