import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { readCommitment } from './commitment.ts';
import { createCheck } from '../service/check.ts';
import { createErpBook, type OrderState } from './erp-book.ts';
import { createFaults } from '../service/faults.ts';
import type { Log } from '../service/log.ts';
import { createOrderRelease, type ReleaseWish } from './order-release.ts';
import { createOutbox, type OutboxOptions } from '../service/outbox.ts';
import { createReceipts } from '../service/receipts.ts';
import { readJson } from '../service/read-json.ts';
import { supplierOf, suppliers } from './suppliers.ts';
import { refuse, takeDocument } from '../service/take-document.ts';

export interface ErpOptions {
  seed: number;
  runtimeUrl: string;
  /** Milliseconds from one order to the next. 0: orders are released by `POST /release` only. */
  orderEveryMs: number;
  closing: AbortSignal;
  log: Log;
  patience?: OutboxOptions['patience'];
}

type Taken = { poNumber: string; acknowledgementId: string; state: OrderState };

/** A stand-in for an ERP: releases purchase orders and takes the commitments that suppliers make. */
export function createErp(options: ErpOptions): Hono<{ Bindings: HttpBindings }> {
  const { seed, closing, log, patience } = options;
  const faults = createFaults({ service: 'erp', seed, closing, log });
  const outbox = createOutbox({ service: 'erp', seed, dials: faults.dials, closing, log, patience });
  const book = createErpBook();
  const receipts = createReceipts<Taken>();
  const release = createOrderRelease({ ...options, book, outbox });
  release.drive(options.orderEveryMs);

  const app = new Hono<{ Bindings: HttpBindings }>();
  app.route('/', faults.routes);

  app.post('/purchase-orders/:poNumber/commitments', faults.middleware, async context => {
    const read = readCommitment(await readJson(context), context.req.param('poNumber'));
    if ('reasons' in read) return refuse(context, receipts, read.reasons);
    const { commitment } = read;
    const { poNumber, acknowledgementId } = commitment;
    return takeDocument(context, {
      receipts,
      body: commitment,
      identity: `${poNumber} ${acknowledgementId}`,
      accept() {
        const { state } = book.commit(commitment);
        log.event(`erp: PO ${poNumber} is ${state} by ${acknowledgementId}`);
        return { poNumber, acknowledgementId, state };
      },
    });
  });

  app.post('/release', async context => {
    const empty = (await context.req.text()) === '';
    const read = readReleaseWish(empty ? {} : await readJson(context));
    return 'reasons' in read ? context.json(read, 422) : context.json(release.next(read.wish), 202);
  });

  app.get('/purchase-orders/:poNumber', context => {
    const poNumber = context.req.param('poNumber');
    const order = book.find(poNumber);
    return order === undefined
      ? context.json({ reasons: [`The book has no order ${poNumber}.`] }, 404)
      : context.json(order);
  });

  app.get('/book', context =>
    context.json({
      counts: {
        orders: book.countByState(),
        sent: outbox.counts,
        commitments: receipts.counts,
        requests: faults.met(),
      },
      orders: book.orders(),
    }),
  );

  return app;
}

const mostLines = 5000;

function readReleaseWish(body: unknown): { wish: ReleaseWish } | { reasons: string[] } {
  const check = createCheck();
  const { supplier, lines, ...unknown } = check.object(body, 'the body');
  check.that(
    supplier === undefined || (typeof supplier === 'string' && supplierOf(supplier) !== undefined),
    `supplier must be one of ${suppliers.map(each => each.id).join(', ')}.`,
  );
  check.that(
    lines === undefined || (Number.isInteger(lines) && Number(lines) >= 1 && Number(lines) <= mostLines),
    `lines must be a whole number from 1 to ${mostLines}.`,
  );
  for (const name of Object.keys(unknown)) check.that(false, `There is no field "${name}": send supplier and lines.`);
  return check.reasons.length > 0 ? { reasons: check.reasons } : { wish: { supplier, lines } as ReleaseWish };
}
