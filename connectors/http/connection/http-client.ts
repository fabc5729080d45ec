import { rootCertificates } from 'node:tls';
import type { z } from 'zod';
import { guardedAgent } from '../../outbound/guarded-agent.ts';
import type { HostPort } from '../../outbound/look-up-target.ts';
import { discard, exchange, followRedirects, type OutgoingRequest, type Response } from '../exchange.ts';
import { publicAgent } from '../public-agent.ts';
import { AccessToken } from './access-token.ts';
import type { Auth } from './auth.ts';
import { basicAuthorization } from './basic-authorization.ts';
import type { httpConnectionManifest } from './manifest.ts';

export type HttpSettings = z.output<typeof httpConnectionManifest.settings>;

/** Sends requests through one connection: signed in, with its trust, and inside the network only to its own address. */
export class HttpClient {
  /** Paths are put behind it: no slash at its end. */
  readonly baseUrl: string;
  readonly origin: string;
  /** Not secret; for requests to add, unless they have their own. */
  readonly headers: Readonly<Record<string, string>>;
  readonly #authorization: Readonly<Record<string, string>>;
  readonly #agent;
  readonly #tokenAgent;
  readonly #token: AccessToken | undefined;

  constructor({ baseUrl, internal, headers, auth, tls }: HttpSettings) {
    this.baseUrl = baseUrl.replace(/\/+$/, '');
    this.origin = new URL(baseUrl).origin;
    this.headers = headers;
    this.#authorization = fixedAuthorization(auth);
    const { ca, certificate: cert, key } = tls;
    const own = { allowed: internal ? hostPortOf(baseUrl) : undefined, tls: { ca, cert, key } };
    this.#agent = guardedAgent({ ...own, anyPort: true });
    if (auth.kind !== 'oauth2ClientCredentials') return;
    // The authorization server may be the company's own, or anybody's.
    const trusted = ca === undefined ? undefined : [...rootCertificates, ca];
    const allowed = auth.internal ? hostPortOf(auth.tokenUrl) : undefined;
    this.#tokenAgent = guardedAgent({ allowed, anyPort: true, tls: { ca: trusted } });
    this.#token = new AccessToken(auth, this.#tokenAgent);
  }

  /**
   * Sends a request and follows up to `redirects` redirects. Once one has led away from the connection's own origin, it
   * goes to the open internet only, without sign-in and client certificate, and does not come back in.
   * @throws what undici and Node throw; what signing in throws; TerminalError `target-forbidden`
   */
  send(request: OutgoingRequest, redirects: number): Promise<Response> {
    let left = false;
    return followRedirects(request, redirects, one => {
      left ||= one.target.origin !== this.origin;
      return left ? exchange(publicAgent, one) : this.#sendSigned(one);
    });
  }

  /** Gets a token, where the sign-in needs one. */
  async signIn(signal: AbortSignal): Promise<void> {
    await this.#token?.get(signal);
  }

  async close(): Promise<void> {
    await Promise.all([this.#agent.close(), this.#tokenAgent?.close()]);
  }

  async #sendSigned(request: OutgoingRequest): Promise<Response> {
    const headers = { ...request.headers, ...this.#authorization };
    if (this.#token === undefined) return exchange(this.#agent, { ...request, headers });
    const first = await this.#token.get(request.signal);
    const response = await this.#sendWith(first, request);
    if (response.statusCode !== 401) return response;
    // It may have been called back before its time. The other side has not taken the request: it may be sent again.
    await discard(response);
    this.#token.forget(first);
    return this.#sendWith(await this.#token.get(request.signal), request);
  }

  #sendWith(token: string, request: OutgoingRequest): Promise<Response> {
    return exchange(this.#agent, { ...request, headers: { ...request.headers, authorization: `Bearer ${token}` } });
  }
}

/** What is sent with every request; none when it is a token that has to be fetched. */
function fixedAuthorization(auth: Auth): Record<string, string> {
  switch (auth.kind) {
    case 'basic':
      return { authorization: basicAuthorization(auth.username, auth.password) };
    case 'bearer':
      return { authorization: `Bearer ${auth.token}` };
    case 'apiKey':
      return { [auth.header]: auth.value };
    case 'none':
    case 'oauth2ClientCredentials':
      return {};
  }
}

export function hostPortOf(address: string): HostPort {
  const { hostname, port, protocol } = new URL(address);
  return { host: hostname, port: port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port) };
}
