import type { BookedOrder, ErpBook, Release } from './erp-book.ts';
import type { Log } from '../service/log.ts';
import { generateOrder } from './order-generator.ts';
import type { Outbox } from '../service/outbox.ts';

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
  /** Releases an order every so many milliseconds until `closing`. */
  drive(everyMs: number): void;
}

export interface OrderReleaseOptions {
  seed: number;
  runtimeUrl: string;
  book: ErpBook;
  outbox: Outbox;
  closing: AbortSignal;
  log: Log;
}

/** The clock stops releasing while this many orders wait to be accepted. */
const mostWaiting = 50;

/** Releases purchase orders: deterministic from seed and counter, so that a run can be repeated. */
export function createOrderRelease(options: OrderReleaseOptions): OrderRelease {
  const { seed, book, outbox, closing, log } = options;
  let counter = 1;
  let skip = 1;

  return { next, drive };

  function next(wish: ReleaseWish): BookedOrder {
    const order = generateOrder({ ...wish, seed, counter });
    counter++;
    const release: Release = {
      supplier: order.seller.partyIds.find(id => id.schemeId === '92')?.value ?? '',
      lines: order.lines.length,
      correlationId: `order-${order.documentId}`,
      idempotencyKey: `${order.documentId}-${order.revisionId}`,
    };
    log.event(`erp: releases PO ${order.documentId} to ${release.supplier}, ${release.lines} lines`);
    void send(JSON.stringify(order), order.documentId, order.revisionId, release, wish);
    return book.release(order.documentId, order.revisionId, release);
  }

  async function send(
    body: string,
    poNumber: string,
    revision: string,
    release: Release,
    wish: ReleaseWish,
  ): Promise<void> {
    const acceptance = await outbox.send({
      url: `${options.runtimeUrl}/in/erp/purchase-orders`,
      headers: {
        'content-type': 'application/json',
        'idempotency-key': release.idempotencyKey,
        'x-correlation-id': release.correlationId,
      },
      body,
    });
    if (acceptance === undefined) return;
    book.release(poNumber, revision, { ...release, acceptance });
    log.event(`erp: PO ${poNumber} was accepted (${acceptance.status}) at attempt ${acceptance.attempts}`);
    if (acceptance.duplicate && acceptance.attempts === 1) releaseAbove(poNumber, wish);
    else if (!acceptance.duplicate) skip = 1;
  }

  /**
   * The runtime had this order before we ever sent it: an earlier life of the twin used the number, for the runtime
   * keeps its memory and the twin does not. Steps that double find the end of the used numbers quickly.
   */
  function releaseAbove(poNumber: string, wish: ReleaseWish): void {
    if (closing.aborted) return;
    log.event(`erp: the runtime knew PO ${poNumber} from an earlier run; skips ${skip} numbers`);
    counter += skip;
    skip *= 2;
    next(wish);
  }

  function drive(everyMs: number): void {
    if (everyMs <= 0) return;
    const timer = setInterval(() => {
      if (outbox.counts.waiting < mostWaiting) next({});
    }, everyMs);
    closing.addEventListener('abort', () => clearInterval(timer), { once: true });
  }
}
