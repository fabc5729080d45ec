import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An HTTP server on loopback that can go down and come back on the same port, as the target systems of tests do. */
export class LocalServer {
  readonly #handle: (request: IncomingMessage, body: Buffer, response: ServerResponse) => void;
  #server: Server | undefined;
  #port = 0;

  constructor(handle: (request: IncomingMessage, body: Buffer, response: ServerResponse) => void) {
    this.#handle = handle;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** The first time on a free port, then on the same one again. */
  async open(): Promise<void> {
    const server = createServer((request, response) => {
      // What the probe of a connection asks.
      if (request.url === '/health') return void response.end();
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => this.#handle(request, Buffer.concat(parts), response));
    });
    await new Promise<void>(resolve => server.listen(this.#port, '127.0.0.1', resolve));
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  /** Cuts what is open. */
  async close(): Promise<void> {
    const server = this.#server;
    if (!server) return;
    const closed = new Promise(resolve => server.close(resolve));
    server.closeAllConnections();
    await closed;
  }
}
