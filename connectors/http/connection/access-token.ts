import { Body, LineshaftError, TerminalError } from '@lineshaft/flow';
import type { Dispatcher } from 'undici';
import { z } from 'zod';
import { beforeAbort } from '../../outbound/before-abort.ts';
import { exchange, type OutgoingRequest, type Response } from '../exchange.ts';
import { single } from '../headers.ts';
import { readResponse, ResponseTooLarge } from '../read-response.ts';
import { type Target, targetOf } from '../target-url.ts';
import { type Asked, unreachable } from '../unreachable.ts';
import { type ClientCredentials } from './auth.ts';
import { basicAuthorization } from './basic-authorization.ts';

/** RFC 6749, 5.1. */
const tokenSchema = z.object({
  access_token: z.string().regex(/^[\x21-\x7e]+$/),
  token_type: z.string().regex(/^bearer$/i),
  expires_in: z.coerce.number().positive().optional(),
});

/** RFC 6749, 5.2: a word, never a text that could quote a secret. */
const refusalSchema = z.object({ error: z.string().regex(/^[a-z_]{1,60}$/) });

const fetchMs = 30_000;
const largestAnswer = 64 * 1024;
/** A token is not used any more in the last minute of its life, or in the last tenth of a short one. */
const marginMs = 60_000;

interface Token {
  value: string;
  /** By performance.now(). */
  usableUntil: number;
}

/** An access token by OAuth 2.0 client credentials (RFC 6749, 4.4), fetched when it is needed and kept while it lasts. */
export class AccessToken {
  readonly #settings: ClientCredentials;
  readonly #dispatcher: Dispatcher;
  readonly #asked: Asked;
  #known: Token | undefined;
  #fetching: Promise<Token> | undefined;

  /** @param dispatcher goes only where the token address may be. */
  constructor(settings: ClientCredentials, dispatcher: Dispatcher) {
    this.#settings = settings;
    this.#dispatcher = dispatcher;
    this.#asked = { method: 'POST', target: targetOf(settings.tokenUrl) };
  }

  /**
   * All who ask while one is being fetched wait for the same one; who stops waiting does not stop the others.
   * @throws TerminalError `target-rejected` when the client is not accepted, `target-forbidden`; LineshaftError
   * `target-unreachable`, `target-failed`, `target-malformed`; the reason of the signal
   */
  async get(signal: AbortSignal): Promise<string> {
    if (this.#known !== undefined && performance.now() < this.#known.usableUntil) return this.#known.value;
    this.#fetching ??= this.#fetch().finally(() => (this.#fetching = undefined));
    const { value } = await beforeAbort(this.#fetching, signal);
    return value;
  }

  /** The token was not accepted: another one is fetched, unless that has happened already. */
  forget(value: string): void {
    if (this.#known?.value === value) this.#known = undefined;
  }

  async #fetch(): Promise<Token> {
    const askedAt = performance.now();
    const signal = AbortSignal.timeout(fetchMs);
    try {
      const response = await exchange(this.#dispatcher, {
        ...this.#asked,
        ...requestFor(this.#settings),
        signal,
      });
      const answer = await jsonOf(response);
      this.#known = tokenOf(answer, response.statusCode, askedAt, this.#asked.target);
      return this.#known;
    } catch (cause) {
      if (!signal.aborted) throw unreachable(this.#asked, cause);
      const { shown } = this.#asked.target;
      const text = `The token address ${shown} did not answer within ${fetchMs / 1000} s.`;
      throw new LineshaftError('target-unreachable', text, { cause, details: { url: shown } });
    }
  }
}

/** RFC 6749, 2.3.1: in the header, id and secret are form-encoded before they are joined. */
function requestFor(settings: ClientCredentials): Pick<OutgoingRequest, 'headers' | 'body'> {
  const { clientId, clientSecret, scope, audience, clientAuthentication } = settings;
  const form = new URLSearchParams({ grant_type: 'client_credentials' });
  if (scope !== undefined) form.set('scope', scope);
  if (audience !== undefined) form.set('audience', audience);
  const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' };
  if (clientAuthentication === 'basic') {
    const authorization = basicAuthorization(formEncoded(clientId), formEncoded(clientSecret));
    return { headers: { ...headers, authorization }, body: Buffer.from(form.toString()) };
  }
  form.set('client_id', clientId);
  form.set('client_secret', clientSecret);
  return { headers, body: Buffer.from(form.toString()) };
}

function formEncoded(text: string): string {
  return new URLSearchParams({ '': text }).toString().slice(1);
}

/** Undefined when it is no JSON, or too much: the status says what that means. */
async function jsonOf({ headers, body }: Response): Promise<unknown> {
  try {
    const bytes = await readResponse(body, single(headers['content-length']), largestAnswer);
    return Body.fromBytes(bytes).json();
  } catch (cause) {
    if (cause instanceof LineshaftError || cause instanceof ResponseTooLarge) return undefined;
    throw cause;
  }
}

function tokenOf(answer: unknown, status: number, askedAt: number, { shown }: Target): Token {
  const details = { status, url: shown };
  if (status >= 500 || status === 429 || status === 408) {
    throw new LineshaftError('target-failed', `The token address ${shown} answered ${status}.`, { details });
  }
  if (status >= 300) {
    const { error } = refusalSchema.safeParse(answer).data ?? {};
    const said = error === undefined ? String(status) : `${status} ${error}`;
    const text = `The token address ${shown} does not let this client in: it answered ${said}. Check the sign-in of the connection.`;
    throw new TerminalError('target-rejected', text, {
      details: { ...details, ...(error === undefined ? {} : { error }) },
    });
  }
  const token = tokenSchema.safeParse(answer).data;
  if (token === undefined) {
    const text = `The token address ${shown} answered with no bearer token as RFC 6749 describes it.`;
    throw new LineshaftError('target-malformed', text, { details });
  }
  const lifeMs = (token.expires_in ?? Number.POSITIVE_INFINITY) * 1000;
  return { value: token.access_token, usableUntil: askedAt + lifeMs - Math.min(marginMs, lifeMs / 10) };
}
