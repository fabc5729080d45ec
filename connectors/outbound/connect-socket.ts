import type { LookupAddress } from 'node:dns';
import { once } from 'node:events';
import { connect, type LookupFunction, type Socket } from 'node:net';
import { beforeAbort } from './before-abort.ts';
import { forbidden, isSame, type LookUp, lookUpTarget, type HostPort } from './look-up-target.ts';
import { isPublicAddress } from './public-addresses.ts';

export interface SocketOptions {
  /** The one target inside the network that an administrator has allowed. */
  allowed: HostPort | undefined;
  /** For looking the name up and connecting together. */
  timeoutMs: number;
  signal?: AbortSignal | undefined;
  lookUp?: LookUp | undefined;
}

/**
 * A connected TCP socket, for every connector that can be given one. It goes only where `lookUpTarget` lets it, and to
 * the very addresses that were found then.
 * @throws TerminalError `target-forbidden`; the reason of the signal; what Node throws, such as `ECONNREFUSED`, or
 * `ETIMEDOUT` when the time is up
 */
export async function connectSocket(target: HostPort, options: SocketOptions): Promise<Socket> {
  const { allowed, timeoutMs, signal, lookUp } = options;
  const timeout = AbortSignal.timeout(timeoutMs);
  const end = signal === undefined ? timeout : AbortSignal.any([signal, timeout]);
  try {
    const addresses = await beforeAbort(lookUpTarget(target, allowed, lookUp), end);
    const socket = await open(target, addresses, end);
    if (allowed !== undefined && isSame(allowed, target)) return socket;
    if (isPublicAddress(socket.remoteAddress ?? '')) return socket;
    socket.destroy();
    throw forbidden(target);
  } catch (cause) {
    signal?.throwIfAborted();
    if (!timeout.aborted) throw cause;
    throw Object.assign(new Error(`No connection within ${timeoutMs} ms`, { cause }), { code: 'ETIMEDOUT' });
  }
}

async function open({ host, port }: HostPort, addresses: LookupAddress[], end: AbortSignal): Promise<Socket> {
  const socket = connect({
    host: host.replace(/^\[(.*)\]$/, '$1'),
    port,
    lookup: answering(addresses),
    noDelay: true,
    keepAlive: true,
    keepAliveInitialDelay: 60_000,
  });
  try {
    await once(socket, 'connect', { signal: end });
    return socket;
  } catch (cause) {
    socket.destroy();
    throw cause;
  }
}

/** A look-up that knows its answer: Node tries these addresses, one after the other. */
export function answering(addresses: LookupAddress[]): LookupFunction {
  return (_host, { all }, answer) => {
    if (all === true) answer(null, addresses);
    else answer(null, addresses[0]?.address ?? '', addresses[0]?.family);
  };
}
