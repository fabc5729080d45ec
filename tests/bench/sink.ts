import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One document that arrived. */
export interface Delivery {
  poNumber: string;
  idempotencyKey: string;
  /** performance.now() at its arrival. */
  at: number;
}

/** A local HTTP service that takes mapped orders and remembers them. */
export class Sink {
  readonly deliveries: Delivery[] = [];
  onDelivery: (delivery: Delivery) => void = () => {};
  #server = this.#create();
  #port = 0;

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Opens the port again that it had before, if any. */
  async open(): Promise<void> {
    this.#server = this.#create();
    await new Promise<void>(resolve => this.#server.listen(this.#port, '127.0.0.1', resolve));
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    const closed = new Promise(resolve => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  reset(): void {
    this.deliveries.length = 0;
  }

  #create() {
    return createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        // Reading the number alone keeps the sink from costing as much as what is measured.
        const start = Buffer.concat(parts).toString('utf8', 0, 200);
        const poNumber = /"order_no":"([^"]*)"/.exec(start)?.[1] ?? '';
        const delivery = {
          poNumber,
          idempotencyKey: String(request.headers['idempotency-key'] ?? ''),
          at: performance.now(),
        };
        this.deliveries.push(delivery);
        response.writeHead(201, { 'content-type': 'application/json' }).end('{"ok":true}');
        this.onDelivery(delivery);
      });
    });
  }
}
