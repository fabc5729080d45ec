import type { HttpBindings } from '@hono/node-server';
import { Hono, type Context } from 'hono';
import { BoundedList } from '../service/bounded-list.ts';
import { readCommitment } from './commitment.ts';
import { createCheck } from '../service/check.ts';
import { createErpBook, type OrderState } from './erp-book.ts';
import { createGoods, readGoodsReceipt, readInboundDelivery } from './goods.ts';
import { createFaults } from '../service/faults.ts';
import { periodIsClosed, readInvoicePosting, type InvoicePosting } from './invoice-posting.ts';
import { createOrderRelease, type ReleaseWish } from './order-release.ts';
import { createOutbox } from '../service/outbox.ts';
import type { Pace } from '../service/pace.ts';
import type { PurchaseOrder } from './purchase-order.ts';
import { createReceipts } from '../service/receipts.ts';
import { readJson } from '../service/read-json.ts';
import { supplierOf, suppliers } from './suppliers.ts';
import { refuse, takeDocument } from '../service/take-document.ts';
import type { TwinOptions } from '../service/twin-options.ts';

export interface ErpOptions extends TwinOptions {
  /** Milliseconds from one order to the next. 0: orders are released by `POST /release` only. */
  orderEveryMs: number;
  pace: Pace;
  changedShare: number;
  /** Share of the invoices that cannot be posted, because their period is closed. */
  closedPeriodShare: number;
}

type Taken = { poNumber: string; acknowledgementId: string; state: OrderState };

/** A stand-in for an ERP: releases and changes purchase orders, and takes what becomes of them. */
export function createErp(options: ErpOptions): Hono<{ Bindings: HttpBindings }> {
  const { seed, closing, log, patience } = options;
  const faults = createFaults({ service: 'erp', seed, closing, log });
  const outbox = createOutbox({ service: 'erp', seed, dials: faults.dials, closing, log, patience });
  const book = createErpBook();
  const goods = createGoods();
  const postings = new BoundedList<InvoicePosting>();
  const commitments = createReceipts<Taken>();
  const inboundDeliveries = createReceipts<{ deliveryNumber: string }>();
  const goodsReceipts = createReceipts<{ receiptNumber: string }>();
  const invoicePostings = createReceipts<{ documentNumber: string }>();
  const release = createOrderRelease({ ...options, book, outbox });
  release.drive(options.orderEveryMs);

  const app = new Hono<{ Bindings: HttpBindings }>();
  app.route('/', faults.routes);

  app.post('/purchase-orders/:poNumber/commitments', faults.middleware, async context => {
    const read = readCommitment(await readJson(context), context.req.param('poNumber'));
    if ('reasons' in read) return refuse(context, commitments, read.reasons);
    const { commitment } = read;
    const { poNumber, acknowledgementId } = commitment;
    return takeDocument(context, {
      receipts: commitments,
      body: commitment,
      identity: `${poNumber} ${acknowledgementId}`,
      accept() {
        const { state } = book.commit(commitment);
        log.event(`erp: PO ${poNumber} is ${state} by ${acknowledgementId}`);
        return { poNumber, acknowledgementId, state };
      },
    });
  });

  app.post('/inbound-deliveries', faults.middleware, async context => {
    const read = readInboundDelivery(await readJson(context));
    if ('reasons' in read) return refuse(context, inboundDeliveries, read.reasons);
    const { document: delivery } = read;
    return takeDocument(context, {
      receipts: inboundDeliveries,
      body: delivery,
      identity: `${delivery.supplier} ${delivery.deliveryNumber}`,
      accept() {
        goods.announce(delivery);
        log.event(`erp: delivery ${delivery.deliveryNumber} is on its way to ${delivery.plant}`);
        return { deliveryNumber: delivery.deliveryNumber };
      },
    });
  });

  app.post('/goods-receipts', faults.middleware, async context => {
    const read = readGoodsReceipt(await readJson(context));
    if ('reasons' in read) return refuse(context, goodsReceipts, read.reasons);
    const { document: receipt } = read;
    return takeDocument(context, {
      receipts: goodsReceipts,
      body: receipt,
      identity: `${receipt.plant} ${receipt.receiptNumber}`,
      accept() {
        goods.receive(receipt);
        log.event(`erp: receipt ${receipt.receiptNumber} of PO ${receipt.poNumber} in ${receipt.plant}`);
        return { receiptNumber: receipt.receiptNumber };
      },
    });
  });

  app.post('/invoice-postings', faults.middleware, async context => {
    const read = readInvoicePosting(await readJson(context));
    if ('reasons' in read) return refuse(context, invoicePostings, read.reasons);
    const { posting } = read;
    if (periodIsClosed(posting, seed, options.closedPeriodShare)) {
      return refuse(context, invoicePostings, [`The period of invoice ${posting.invoiceNumber} is closed.`]);
    }
    return takeDocument(context, {
      receipts: invoicePostings,
      body: posting,
      identity: `${posting.supplier} ${posting.invoiceNumber}`,
      accept() {
        postings.add(posting);
        log.event(`erp: posts invoice ${posting.invoiceNumber} of PO ${posting.poNumber}`);
        return { documentNumber: String(5_100_000_000 + invoicePostings.counts.accepted) };
      },
    });
  });

  app.get('/purchase-orders/:poNumber', faults.middleware, context => {
    const order = book.find(context.req.param('poNumber'));
    return order === undefined ? unknown(context) : context.json(order);
  });

  app.get('/purchase-orders/:poNumber/receipts', faults.middleware, context => {
    const poNumber = context.req.param('poNumber');
    const order = book.find(poNumber);
    if (order === undefined) return unknown(context);
    const received = goods.receivedOf(poNumber);
    const invoiced = invoicedOf(poNumber);
    return context.json({
      poNumber,
      items: [...new Set([...received.keys(), ...invoiced.keys()])].toSorted().map(itemNumber => ({
        itemNumber,
        received: String(received.get(itemNumber) ?? 0),
        invoiced: String(invoiced.get(itemNumber) ?? 0),
      })),
    });
  });

  app.get('/plants/:plant/stock', faults.middleware, context => {
    const plant = context.req.param('plant');
    return context.json({ plant, positions: goods.stock(plant) });
  });

  app.post('/release', async context => {
    const empty = (await context.req.text()) === '';
    const read = readReleaseWish(empty ? {} : await readJson(context));
    if ('reasons' in read) return context.json(read, 422);
    return context.json('order' in read ? release.order(read.order) : release.next(read.wish), 202);
  });

  app.get('/book', context =>
    context.json({
      counts: {
        orders: book.countByState(),
        sent: outbox.counts,
        commitments: commitments.counts,
        inboundDeliveries: inboundDeliveries.counts,
        goodsReceipts: goodsReceipts.counts,
        invoicePostings: invoicePostings.counts,
        requests: faults.met(),
      },
      orders: book.orders(),
      inboundDeliveries: goods.deliveries(),
      goodsReceipts: goods.receipts(),
      invoicePostings: postings.entries,
    }),
  );

  return app;

  function unknown(context: Context): Response {
    return context.json({ reasons: [`The book has no order ${context.req.param('poNumber') ?? ''}.`] }, 404);
  }

  function invoicedOf(poNumber: string): Map<string, number> {
    const invoiced = new Map<string, number>();
    for (const posting of postings.entries.filter(each => each.poNumber === poNumber))
      for (const { itemNumber, quantity } of posting.items)
        invoiced.set(itemNumber, (invoiced.get(itemNumber) ?? 0) + Number(quantity));
    return invoiced;
  }
}

const mostLines = 5000;

function readReleaseWish(body: unknown): { wish: ReleaseWish } | { order: PurchaseOrder } | { reasons: string[] } {
  const check = createCheck();
  const { supplier, lines, order, ...unknown } = check.object(body, 'the body');
  check.that(
    supplier === undefined || (typeof supplier === 'string' && supplierOf(supplier) !== undefined),
    `supplier must be one of ${suppliers.map(each => each.id).join(', ')}.`,
  );
  check.that(
    lines === undefined || (Number.isInteger(lines) && Number(lines) >= 1 && Number(lines) <= mostLines),
    `lines must be a whole number from 1 to ${mostLines}.`,
  );
  if (order !== undefined) check.text(check.object(order, 'order'), 'documentId', 'order.');
  for (const name of Object.keys(unknown))
    check.that(false, `There is no field "${name}": send supplier and lines, or order.`);
  if (check.reasons.length > 0) return { reasons: check.reasons };
  return order === undefined ? { wish: { supplier, lines } as ReleaseWish } : { order: order as PurchaseOrder };
}
