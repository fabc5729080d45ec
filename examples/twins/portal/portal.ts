import type { HttpBindings } from '@hono/node-server';
import { Hono, type Context } from 'hono';
import { createHash } from 'node:crypto';
import { createFaults } from '../service/faults.ts';
import { createOutbox } from '../service/outbox.ts';
import type { Pace } from '../service/pace.ts';
import { createPortalBook, type PortalEntry } from './portal-book.ts';
import { readPortalOrder, type PortalOrder } from './portal-order.ts';
import { readInvoiceResponse, readPortalReceipt } from './portal-replies.ts';
import { createReceipts } from '../service/receipts.ts';
import { readJson } from '../service/read-json.ts';
import { createSupply } from './supply.ts';
import { refuse, takeDocument } from '../service/take-document.ts';
import type { TwinOptions } from '../service/twin-options.ts';

export interface PortalOptions extends TwinOptions {
  pace: Pace;
}

type Taken = { portal_order_id: string; order_no: string };

/** A stand-in for a supplier portal: takes orders and changes, and sends what the suppliers make of them. */
export function createPortal(options: PortalOptions): Hono<{ Bindings: HttpBindings }> {
  const { seed, closing, log, patience } = options;
  const faults = createFaults({ service: 'portal', seed, closing, log });
  const outbox = createOutbox({ service: 'portal', seed, dials: faults.dials, closing, log, patience });
  const book = createPortalBook();
  const supply = createSupply({ ...options, book, outbox });
  const orders = createReceipts<Taken>();
  const changes = createReceipts<Taken>();
  const receipts = createReceipts<{ receipt_id: string }>();
  const invoiceResponses = createReceipts<{ invoice_no: string }>();

  const app = new Hono<{ Bindings: HttpBindings }>();
  app.route('/', faults.routes);

  app.post('/suppliers/:supplier/orders', faults.middleware, context => takeOrder(context, 'order'));
  app.post('/suppliers/:supplier/order-changes', faults.middleware, context => takeOrder(context, 'change'));

  app.post('/suppliers/:supplier/receipts', faults.middleware, async context => {
    const read = readPortalReceipt(await readJson(context));
    if ('reasons' in read) return refuse(context, receipts, read.reasons);
    const { receipt } = read;
    return takeDocument(context, {
      receipts,
      body: receipt,
      identity: receipt.receipt_id,
      accept() {
        const shipment = book.shipmentOf(receipt.notice_id);
        if (shipment !== undefined) supply.arrived(shipment, receipt);
        log.event(`portal: ${receipt.notice_id} has arrived as ${receipt.receipt_id}`);
        return { receipt_id: receipt.receipt_id };
      },
    });
  });

  app.post('/suppliers/:supplier/invoice-responses', faults.middleware, async context => {
    const read = readInvoiceResponse(await readJson(context));
    if ('reasons' in read) return refuse(context, invoiceResponses, read.reasons);
    const { response } = read;
    return takeDocument(context, {
      receipts: invoiceResponses,
      body: response,
      identity: `${context.req.param('supplier')} ${response.invoice_no}`,
      accept() {
        book.shipmentOfInvoice(response.invoice_no)?.responses.push(response);
        log.event(`portal: invoice ${response.invoice_no} is answered ${response.code}`);
        return { invoice_no: response.invoice_no };
      },
    });
  });

  app.get('/book', context =>
    context.json({
      counts: {
        orders: { ...book.countByState(), ...orders.counts },
        changes: changes.counts,
        receipts: receipts.counts,
        invoiceResponses: invoiceResponses.counts,
        sent: outbox.counts,
        requests: faults.met(),
      },
      orders: book.entries(),
      shipments: book.shipments(),
    }),
  );

  return app;

  async function takeOrder(
    context: Context<{ Bindings: HttpBindings }, '/suppliers/:supplier/orders'>,
    kind: PortalEntry['kind'],
  ): Promise<Response> {
    const receipts = kind === 'order' ? orders : changes;
    const read = readPortalOrder(await readJson(context), context.req.param('supplier'), kind);
    if ('reasons' in read) return refuse(context, receipts, read.reasons);
    const { order } = read;
    const idempotencyKey = context.req.header('idempotency-key');
    const correlationId = context.req.header('x-correlation-id');
    return takeDocument(context, {
      receipts,
      body: order,
      identity: `${order.supplier_id} ${order.order_no} ${order.revision}`,
      accept() {
        const portalOrderId = orderId(order, idempotencyKey ?? `${kind} ${receipts.counts.accepted}`);
        book.receive(kind, order, { portalOrderId, idempotencyKey, correlationId });
        log.event(`portal: ${order.supplier_id} has order ${order.order_no}/${order.revision} as ${portalOrderId}`);
        supply.take(order, { kind, portalOrderId, correlationId });
        return { portal_order_id: portalOrderId, order_no: order.order_no };
      },
    });
  }

  /** From the key, so that an order which is sent again after the portal was started anew gets the id that it had. */
  function orderId(order: PortalOrder, key: string): string {
    const digest = createHash('sha256').update(`${seed} ${order.supplier_id} ${key}`).digest('hex');
    return `P${digest.slice(0, 12).toUpperCase()}`;
  }
}
