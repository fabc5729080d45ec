import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import type { Hono } from 'hono';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Listening {
  /** Such as `http://127.0.0.1:4410`, with the port that was given when 0 was asked for. */
  url: string;
  /** Cuts the connections that are open and frees the port. */
  close(): Promise<void>;
}

/** @throws Error when the port is taken or the address is not this machine's. */
export async function listen(
  app: Hono<{ Bindings: HttpBindings }>,
  address: { name: string; host: string; port: number },
): Promise<Listening> {
  // The globals stay Node's own: tests run the twins in the process that also runs the runtime.
  const server = createAdaptorServer({ fetch: app.fetch, createServer, overrideGlobalObjects: false }) as Server;
  await new Promise<void>((resolve, reject) => {
    server.once('error', error => {
      const where = `${address.host}:${address.port}`;
      reject(new Error(`The twin "${address.name}" cannot listen on ${where}: ${error.message}.`, { cause: error }));
    });
    server.listen(address.port, address.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${address.host.includes(':') ? `[${address.host}]` : address.host}:${port}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close(error => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
}
