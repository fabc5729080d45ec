import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { acknowledge } from './acknowledge.ts';
import { createFaults } from '../service/faults.ts';
import type { Log } from '../service/log.ts';
import { createOutbox, type OutboxOptions } from '../service/outbox.ts';
import { createPortalBook } from './portal-book.ts';
import { readPortalOrder, type PortalOrder } from './portal-order.ts';
import { createReceipts } from '../service/receipts.ts';
import { readJson } from '../service/read-json.ts';
import { between, seededRandom } from '../service/seeded-random.ts';
import { refuse, takeDocument } from '../service/take-document.ts';

export interface PortalOptions {
  seed: number;
  runtimeUrl: string;
  /** The supplier answers after this many milliseconds, drawn for each order. */
  acknowledgeAfterMs: { least: number; most: number };
  closing: AbortSignal;
  log: Log;
  patience?: OutboxOptions['patience'];
}

type Taken = { portal_order_id: string; order_no: string };

/** A stand-in for a supplier portal: takes orders and sends the suppliers' acknowledgements. */
export function createPortal(options: PortalOptions): Hono<{ Bindings: HttpBindings }> {
  const { seed, closing, log, patience } = options;
  const faults = createFaults({ service: 'portal', seed, closing, log });
  const outbox = createOutbox({ service: 'portal', seed, dials: faults.dials, closing, log, patience });
  const book = createPortalBook();
  const receipts = createReceipts<Taken>();

  const app = new Hono<{ Bindings: HttpBindings }>();
  app.route('/', faults.routes);

  app.post('/suppliers/:supplier/orders', faults.middleware, async context => {
    const read = readPortalOrder(await readJson(context), context.req.param('supplier'));
    if ('reasons' in read) return refuse(context, receipts, read.reasons);
    const { order } = read;
    const idempotencyKey = context.req.header('idempotency-key');
    const correlationId = context.req.header('x-correlation-id');
    return takeDocument(context, {
      receipts,
      body: order,
      identity: `${order.supplier_id} ${order.order_no} ${order.revision}`,
      accept() {
        const portalOrderId = orderId(order, idempotencyKey ?? `order ${receipts.counts.accepted}`);
        book.receive(order, { portalOrderId, idempotencyKey, correlationId });
        log.event(`portal: ${order.supplier_id} has order ${order.order_no} as ${portalOrderId}`);
        void answer(order, portalOrderId, correlationId);
        return { portal_order_id: portalOrderId, order_no: order.order_no };
      },
    });
  });

  app.get('/book', context =>
    context.json({
      counts: {
        orders: { ...book.countByState(), ...receipts.counts },
        sent: outbox.counts,
        requests: faults.met(),
      },
      orders: book.entries(),
    }),
  );

  return app;

  /** From the key, so that an order which is sent again after the portal was started anew gets the id that it had. */
  function orderId(order: PortalOrder, key: string): string {
    const digest = createHash('sha256').update(`${seed} ${order.supplier_id} ${key}`).digest('hex');
    return `P${digest.slice(0, 12).toUpperCase()}`;
  }

  async function answer(order: PortalOrder, portalOrderId: string, correlationId: string | undefined): Promise<void> {
    const { least, most } = options.acknowledgeAfterMs;
    const random = seededRandom('delay', seed, order.supplier_id, order.order_no, order.revision);
    await sleep(between(random, least, most), undefined, { signal: closing }).catch((error: unknown) => {
      if (!closing.aborted) throw error;
    });
    if (closing.aborted) return;
    const acknowledgement = acknowledge(order, portalOrderId, seed);
    book.answer(portalOrderId, acknowledgement);
    log.event(`portal: ${order.supplier_id} answers order ${order.order_no}: ${acknowledgement.status}`);
    const acceptance = await outbox.send({
      url: `${options.runtimeUrl}/in/portal/acknowledgements`,
      headers: {
        'content-type': 'application/json',
        'idempotency-key': acknowledgement.ack_id,
        ...(correlationId === undefined ? {} : { 'x-correlation-id': correlationId }),
      },
      body: JSON.stringify(acknowledgement),
    });
    if (acceptance !== undefined) book.answered(portalOrderId, acceptance.attempts);
  }
}
