import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { createCheck } from '../service/check.ts';
import { createFaults } from '../service/faults.ts';
import { createOutbox } from '../service/outbox.ts';
import { drawnPause, type Pace } from '../service/pace.ts';
import { createReceipts } from '../service/receipts.ts';
import { readJson } from '../service/read-json.ts';
import { correctStock } from './stock-correction.ts';
import { refuse, takeDocument } from '../service/take-document.ts';
import type { TwinOptions } from '../service/twin-options.ts';
import { createWarehouseBook, type Delivery } from './warehouse-book.ts';

export interface WarehouseDe01Options extends TwinOptions {
  pace: Pace;
}

/** A stand-in for the warehouse of plant DE01: is told of deliveries by HTTP, and tells by HTTP what it has taken in. */
export function createWarehouseDe01(options: WarehouseDe01Options): Hono<{ Bindings: HttpBindings }> {
  const { seed, closing, log, patience } = options;
  const faults = createFaults({ service: 'warehouse-de01', seed, closing, log });
  const outbox = createOutbox({ service: 'warehouse-de01', seed, dials: faults.dials, closing, log, patience });
  const book = createWarehouseBook('DE01', seed);
  const deliveries = createReceipts<{ deliveryId: string }>();

  const app = new Hono<{ Bindings: HttpBindings }>();
  app.route('/', faults.routes);

  app.post('/inbound-deliveries', faults.middleware, async context => {
    const read = readDelivery(await readJson(context));
    if ('reasons' in read) return refuse(context, deliveries, read.reasons);
    const { delivery } = read;
    const correlationId = context.req.header('x-correlation-id');
    return takeDocument(context, {
      receipts: deliveries,
      body: delivery,
      identity: `${delivery.supplier} ${delivery.deliveryId}`,
      accept() {
        book.expect(delivery);
        log.event(`warehouse-de01: expects ${delivery.deliveryId}`);
        void receive(delivery, correlationId);
        return { deliveryId: delivery.deliveryId };
      },
    });
  });

  app.get('/stock', faults.middleware, context =>
    context.json({
      plant: 'DE01',
      positions: book.stock().map(({ material, unit, quantity }) => ({ articleNumber: material, unit, quantity })),
    }),
  );

  app.post('/stock-corrections', context => correctStock(context, book));

  app.get('/book', context =>
    context.json({
      counts: { deliveries: deliveries.counts, sent: outbox.counts, requests: faults.met() },
      deliveries: book.deliveries(),
      receipts: book.receipts(),
      stock: book.stock(),
    }),
  );

  return app;

  async function receive(delivery: Delivery, correlationId: string | undefined): Promise<void> {
    if (!(await drawnPause(options.pace.receive, closing, seed, delivery.deliveryId))) return;
    const receipt = book.receive(delivery);
    log.event(`warehouse-de01: has taken in ${receipt.receiptId}`);
    const acceptance = await outbox.send({
      url: `${options.runtimeUrl}/in/warehouse-de01/goods-receipts`,
      headers: {
        'content-type': 'application/json',
        'idempotency-key': receipt.receiptId,
        ...(correlationId === undefined ? {} : { 'x-correlation-id': correlationId }),
      },
      body: JSON.stringify({
        receiptId: receipt.receiptId,
        deliveryId: delivery.deliveryId,
        poNumber: delivery.poNumber,
        supplier: delivery.supplier,
        receivedAt: `${delivery.expectedOn}T08:30:00Z`,
        items: receipt.items.map(({ lineNumber, poItem, material, quantity, received, unit, condition }) => ({
          lineNumber,
          poItem,
          articleNumber: material,
          announced: quantity,
          received,
          unit,
          condition,
        })),
      }),
    });
    receipt.handedOver = acceptance !== undefined;
  }
}

/** The delivery, or every reason why the warehouse does not take it. Quantities are numbers here. */
function readDelivery(body: unknown): { delivery: Delivery } | { reasons: string[] } {
  const check = createCheck();
  const delivery = check.object(body, 'the body');
  for (const name of ['deliveryId', 'poNumber', 'supplier']) check.text(delivery, name);
  check.matches(delivery, 'expectedOn', /^\d{4}-\d{2}-\d{2}$/, 'a date such as 2026-03-24');
  for (const [index, entry] of check.list(delivery, 'items').entries()) {
    const where = `items[${index}].`;
    const item = check.object(entry, `items[${index}]`);
    check.that(Number.isSafeInteger(item['lineNumber']), `${where}lineNumber must be a whole number.`);
    check.matches(item, 'poItem', /^\d{5}$/, 'five digits', where);
    check.text(item, 'material', where);
    check.that(Number(item['quantity']) > 0, `${where}quantity must be a number above 0.`);
    check.text(item, 'unit', where);
  }
  return check.reasons.length > 0 ? { reasons: check.reasons } : { delivery: body as Delivery };
}
