import { LocalServer } from '../local-server.ts';

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
  readonly #server = new LocalServer((request, body, response) => {
    // Reading the number alone keeps the sink from costing as much as what is measured.
    const poNumber = /"order_no":"([^"]*)"/.exec(body.toString('utf8', 0, 200))?.[1] ?? '';
    const idempotencyKey = String(request.headers['idempotency-key'] ?? '');
    const delivery = { poNumber, idempotencyKey, at: performance.now() };
    this.deliveries.push(delivery);
    response.writeHead(201, { 'content-type': 'application/json' }).end('{"ok":true}');
    this.onDelivery(delivery);
  });

  get url(): string {
    return this.#server.url;
  }

  open(): Promise<void> {
    return this.#server.open();
  }

  close(): Promise<void> {
    return this.#server.close();
  }

  reset(): void {
    this.deliveries.length = 0;
  }
}
