import type { Socket } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import { callbackify } from 'node:util';
import { TerminalError } from '@lineshaft/flow';
import { Agent, buildConnector } from 'undici';
import { connectSocket } from './connect-socket.ts';
import type { HostPort, LookUp } from './look-up-target.ts';

export interface GuardOptions {
  /** The one target inside the network that an administrator has allowed. */
  allowed?: HostPort | undefined;
  /** Ports below 1024 other than 80 and 443 are for those who know what they do: for addresses of connections. */
  anyPort?: boolean;
  tls?: Pick<ConnectionOptions, 'ca' | 'cert' | 'key'>;
  lookUp?: LookUp;
}

const connectMs = 10_000;

/**
 * Speaks HTTP/1.1, with connections that only go where `lookUpTarget` lets them; one that is kept was checked when it was
 * made. Up to 128 for one origin. Follows no redirects, asks no proxy of the environment, and sets no time limit but for
 * connecting: who asks brings a signal.
 */
export function guardedAgent(options: GuardOptions = {}): Agent {
  return new Agent({
    allowH2: false,
    connections: 128,
    connect: guardedConnector(options),
    headersTimeout: 0,
    bodyTimeout: 0,
  });
}

function guardedConnector({ allowed, anyPort = false, tls, lookUp }: GuardOptions): buildConnector.connector {
  const secure = buildConnector({ ...tls, allowH2: false, timeout: connectMs });

  const open = callbackify(async (wanted: buildConnector.Options): Promise<Socket> => {
    const target = targetOf(wanted);
    if (!anyPort) checkPort(target);
    return connectSocket(target, { allowed, lookUp, timeoutMs: connectMs });
  });
  return (wanted, callback) => {
    open(wanted, (cause, socket) => {
      if (cause !== null) return callback(cause, null);
      if (wanted.protocol !== 'https:') return callback(null, socket);
      // What happens to it is told by the TLS socket on top; without a listener it would end the process.
      socket.on('error', () => {});
      secure({ ...wanted, httpSocket: socket }, callback);
    });
  };
}

function targetOf({ hostname, port, protocol }: buildConnector.Options): HostPort {
  return { host: hostname, port: port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port) };
}

/** Below 1024 live mail, directories, remote shells …: services that a request could be made to talk to by mistake. */
function checkPort({ host, port }: HostPort): void {
  if (port === 80 || port === 443 || port >= 1024) return;
  throw new TerminalError(
    'target-forbidden',
    `${host}:${port} is no place for HTTP: without a connection, requests go to port 80, 443, or 1024 and above.`,
    { details: { host, port } },
  );
}
