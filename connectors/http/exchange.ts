import { TerminalError } from '@lineshaft/flow';
import type { Dispatcher } from 'undici';
import { isKeptBack, single } from './headers.ts';
import { type Target, targetOf } from './target-url.ts';

/** A request on its way out. */
export interface OutgoingRequest {
  method: string;
  target: Target;
  /** Lower-case names. */
  headers: Readonly<Record<string, string>>;
  body: Uint8Array | null;
  signal: AbortSignal;
}

export type Response = Dispatcher.ResponseData;

/** Sends one request. Its sender says what is added to it, and where it may go. */
export type Send = (request: OutgoingRequest) => Promise<Response>;

/** So much of an answer that is not wanted is read away to keep the connection; for more it is closed. */
const dumpedBytes = 64 * 1024;

/** One request and its answer. @throws what undici and Node throw, TerminalError `target-forbidden` */
export function exchange(dispatcher: Dispatcher, request: OutgoingRequest): Promise<Response> {
  const { method, target, headers, body, signal } = request;
  return dispatcher.request({ origin: target.origin, path: target.path, method, headers, body, signal });
}

/** Reads an answer away that is not wanted. */
export async function discard({ body }: Response): Promise<void> {
  await body.dump({ limit: dumpedBytes });
}

/**
 * Sends a request and follows up to `most` redirects. Where one leads is checked like any other address, by whoever
 * sends; secrets are left behind when it leads to another origin.
 * @throws TerminalError `target-forbidden` when it leads away from HTTPS, or to no HTTP address
 */
export async function followRedirects(request: OutgoingRequest, most: number, send: Send): Promise<Response> {
  let current = request;
  for (let followed = 0; ; followed++) {
    const response = await send(current);
    const next = followed < most ? redirected(current, response) : undefined;
    if (next === undefined) return response;
    await discard(response);
    current = next;
  }
}

/**
 * The request that a redirect asks for; undefined when it must not be followed without asking: 301 and 302 would turn a
 * delivery into a GET, and lose it.
 */
function redirected(request: OutgoingRequest, { statusCode: status, headers }: Response): OutgoingRequest | undefined {
  const location = single(headers['location']);
  const reads = request.method === 'GET' || request.method === 'HEAD';
  const follows = status === 303 || status === 307 || status === 308 || (reads && (status === 301 || status === 302));
  if (!follows || location === undefined) return undefined;
  const target = redirectTarget(request.target, location);
  const moved =
    target.origin === request.target.origin ? request : { ...request, headers: openHeaders(request.headers) };
  if (status !== 303) return { ...moved, target };
  const { 'content-type': _, ...withoutType } = moved.headers;
  return { ...moved, target, method: request.method === 'HEAD' ? 'HEAD' : 'GET', headers: withoutType, body: null };
}

function redirectTarget(from: Target, location: string): Target {
  const url = URL.parse(location, from.origin + from.path);
  const leaves = url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '';
  if (leaves || (from.origin.startsWith('https:') && url.protocol === 'http:')) {
    const text = `${from.shown} redirects to where no request may follow: away from HTTPS, or to no HTTP address. Set the final address.`;
    throw new TerminalError('target-forbidden', text, { details: { url: from.shown } });
  }
  return targetOf(url.href);
}

/** What may go to another origin. */
function openHeaders(headers: OutgoingRequest['headers']): OutgoingRequest['headers'] {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name === 'content-type' || !isKeptBack(name)));
}
