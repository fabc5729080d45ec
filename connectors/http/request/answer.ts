import { Body, isJson, LineshaftError } from '@lineshaft/flow';
import type { Response } from '../exchange.ts';
import { single } from '../headers.ts';
import { readResponse, ResponseTooLarge } from '../read-response.ts';
import type { Asked } from '../unreachable.ts';

/** What the other side answered, read to its end. */
export interface Answer {
  status: number;
  headers: Response['headers'];
  contentType: string;
  body: Body;
}

/**
 * Reads an answer whose status means success.
 * @param maxBytes what may still come, of `limit` for all pages together
 * @throws LineshaftError `target-malformed`; what the connection throws
 */
export async function readAnswer(asked: Asked, response: Response, maxBytes: number, limit: number): Promise<Answer> {
  const { statusCode: status, headers } = response;
  const { shown } = asked.target;
  const contentType = single(headers['content-type']) ?? '';
  const declared = asked.method === 'HEAD' ? undefined : single(headers['content-length']);
  const details = { status, url: shown };
  try {
    const body = Body.fromBytes(await readResponse(response.body, declared, maxBytes));
    if (isJson(contentType)) body.json();
    return { status, headers, contentType, body };
  } catch (cause) {
    if (cause instanceof ResponseTooLarge) {
      const text = `${shown} answered with more than the ${limit} bytes that are taken.`;
      throw new LineshaftError('target-malformed', text, { details });
    }
    if (!(cause instanceof LineshaftError)) throw cause;
    const text = `${shown} answered with what it calls ${contentType}, but is not. ${cause.message}`;
    throw new LineshaftError('target-malformed', text, { cause, details });
  }
}
