import { Socket } from 'node:net';
import { answering } from './connect-socket.ts';
import { forbidden, type HostPort, lookUpTarget } from './look-up-target.ts';
import { isPublicAddress } from './public-addresses.ts';

/**
 * A socket for drivers that connect it themselves, wherever to: it goes to this target, and only where `lookUpTarget` lets
 * it. A refusal is the error with which the socket is destroyed.
 * @param allowed true when an administrator has allowed this very target, although it lies inside the network
 */
export function guardedSocket(target: HostPort, allowed: boolean): Socket {
  const socket = new Socket();
  const connect = socket.connect.bind(socket) as (options: object) => Socket;
  socket.connect = () => {
    lookUpTarget(target, allowed ? target : undefined).then(
      addresses => {
        // Given up in the meantime; connecting would bring it to life again.
        if (!socket.destroyed) connect({ host: target.host, port: target.port, lookup: answering(addresses) });
      },
      (refusal: unknown) => void socket.destroy(refusal as Error),
    );
    return socket;
  };
  socket.once('connect', () => {
    if (!allowed && !isPublicAddress(socket.remoteAddress ?? '')) socket.destroy(forbidden(target));
  });
  return socket;
}
