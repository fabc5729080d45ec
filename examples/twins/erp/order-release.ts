import { changeOrder } from './order-change.ts';
import type { BookedOrder, ErpBook, Release } from './erp-book.ts';
import { generateOrder } from './order-generator.ts';
import { supplierIdOf } from './order-terms.ts';
import type { PurchaseOrder } from './purchase-order.ts';
import { drawnPause, type Pace } from '../service/pace.ts';
import type { Outbox } from '../service/outbox.ts';
import { seededRandom } from '../service/seeded-random.ts';
import type { TwinOptions } from '../service/twin-options.ts';

export interface ReleaseWish {
  supplier?: string | undefined;
  lines?: number | undefined;
}

export interface OrderRelease {
  /**
   * Makes the next order and starts sending it.
   * @throws RangeError when the ERP does not know the supplier.
   */
  next(wish: ReleaseWish): BookedOrder;
  /** Sends an order that was written elsewhere. It is never changed. */
  order(order: PurchaseOrder): BookedOrder;
  /** Releases an order every so many milliseconds until `closing`. */
  drive(everyMs: number): void;
}

export interface OrderReleaseOptions extends TwinOptions {
  pace: Pace;
  /** Share of the orders that the planner changes later; every third of them twice. */
  changedShare: number;
  book: ErpBook;
  outbox: Outbox;
}

/** The clock stops releasing while this many orders wait to be accepted. */
const mostWaiting = 50;

/** Releases purchase orders, and changes some: deterministic from seed and counter, so that a run can be repeated. */
export function createOrderRelease(options: OrderReleaseOptions): OrderRelease {
  const { seed, book, outbox, closing, log } = options;
  let counter = 1;
  let skip = 1;

  return {
    next,
    drive,
    order(order) {
      const { booked, accepted } = release(order);
      void accepted;
      return booked;
    },
  };

  function next(wish: ReleaseWish): BookedOrder {
    const order = generateOrder({ ...wish, seed, counter });
    counter++;
    const { booked, accepted } = release(order);
    void accepted.then(acceptance => {
      if (acceptance === undefined) return undefined;
      // The runtime had this order before we ever sent it: an earlier life of the twin used the number.
      if (acceptance.duplicate && acceptance.attempts === 1) return releaseAbove(order.documentId, wish);
      if (!acceptance.duplicate) skip = 1;
      return changeLater(order);
    });
    return booked;
  }

  function release(order: PurchaseOrder): { booked: BookedOrder; accepted: Promise<Release['acceptance']> } {
    const { documentId: poNumber, revisionId } = order;
    const release: Release = {
      supplier: supplierIdOf(order),
      lines: order.lines.length,
      correlationId: `order-${poNumber}`,
      idempotencyKey: `${poNumber}-${revisionId}`,
    };
    log.event(`erp: releases PO ${poNumber} to ${release.supplier}, ${release.lines} lines`);
    return { booked: book.release(order, release), accepted: send(order, release) };
  }

  async function send(order: PurchaseOrder, release: Release): Promise<Release['acceptance']> {
    const acceptance = await outbox.send({
      url: `${options.runtimeUrl}/in/erp/purchase-orders`,
      headers: headersOf(release.idempotencyKey, release.correlationId),
      body: JSON.stringify(order),
    });
    if (acceptance === undefined) return undefined;
    book.release(order, { ...release, acceptance });
    log.event(`erp: PO ${order.documentId} was accepted (${acceptance.status}) at attempt ${acceptance.attempts}`);
    return acceptance;
  }

  /** The runtime keeps its memory and the twin does not. Steps that double find the end of the used numbers quickly. */
  function releaseAbove(poNumber: string, wish: ReleaseWish): void {
    if (closing.aborted) return;
    log.event(`erp: the runtime knew PO ${poNumber} from an earlier run; skips ${skip} numbers`);
    counter += skip;
    skip *= 2;
    next(wish);
  }

  async function changeLater(order: PurchaseOrder): Promise<void> {
    const random = seededRandom('changes', seed, order.documentId);
    if (random() >= options.changedShare) return;
    if (!(await drawnPause(options.pace.change, closing, seed, order.documentId))) return;
    const first = change(order);
    // Soon after the first one, so that a disturbed line may bring the second one first.
    if (random() < 1 / 3) change(first);
  }

  function change(before: PurchaseOrder): PurchaseOrder {
    const { change, order } = changeOrder(before, seed);
    const entry = { revision: change.revisionId, idempotencyKey: `${order.documentId}-${change.revisionId}` };
    book.change(order, entry);
    log.event(`erp: changes PO ${order.documentId} to revision ${order.revisionId}`);
    void outbox
      .send({
        url: `${options.runtimeUrl}/in/erp/purchase-order-changes`,
        headers: headersOf(entry.idempotencyKey, `order-${order.documentId}`),
        body: JSON.stringify(change),
      })
      .then(acceptance => acceptance && book.change(order, { ...entry, acceptance }));
    return order;
  }

  function drive(everyMs: number): void {
    if (everyMs <= 0) return;
    const timer = setInterval(() => {
      if (outbox.counts.waiting < mostWaiting) next({});
    }, everyMs);
    closing.addEventListener('abort', () => clearInterval(timer), { once: true });
  }
}

function headersOf(idempotencyKey: string, correlationId: string): Record<string, string> {
  return {
    'content-type': 'application/json',
    'idempotency-key': idempotencyKey,
    'x-correlation-id': correlationId,
  };
}
