import { acknowledge, type PortalAcknowledgement } from './acknowledge.ts';
import { copyOf, invoiceFor, type PortalInvoice } from './invoice.ts';
import { BoundedMap, remembered } from '../service/bounded-map.ts';
import type { Outbox } from '../service/outbox.ts';
import { drawnPause, type Pace } from '../service/pace.ts';
import type { PortalBook, PortalEntry, PortalReceipt, Shipment } from './portal-book.ts';
import type { PortalOrder } from './portal-order.ts';
import { shipNotices, type PortalShipNotice } from './ship-notice.ts';
import type { TwinOptions } from '../service/twin-options.ts';

export interface Supply {
  /** The supplier has got an order or a change: it answers, and ships what it has promised. */
  take(order: PortalOrder, entry: Pick<PortalEntry, 'kind' | 'portalOrderId' | 'correlationId'>): void;
  /** What it shipped has arrived: it sends the invoice. */
  arrived(shipment: Shipment, receipt: PortalReceipt): void;
}

export interface SupplyOptions extends TwinOptions {
  pace: Pace;
  book: PortalBook;
  outbox: Outbox;
}

/** What the suppliers do about an order. */
interface Thread {
  /** With the highest revision that came. */
  order: PortalOrder;
  shipped: boolean;
}

/** The suppliers at work behind the portal. */
export function createSupply(options: SupplyOptions): Supply {
  const { seed, pace, closing, log, book, outbox } = options;
  const threads = new BoundedMap<string, Thread>(remembered);

  return {
    take(order, entry) {
      const thread = threadOf(order);
      void work(order, entry, thread);
    },
    arrived(shipment, receipt) {
      shipment.receipt = receipt;
      const thread = threads.get(keyOf(shipment.notice));
      if (thread !== undefined) void invoice(thread.order, shipment);
    },
  };

  function threadOf(order: PortalOrder): Thread {
    const thread = threads.get(keyOf(order)) ?? { order, shipped: false };
    threads.set(keyOf(order), thread);
    // A change may overtake its order, and goods that are on their way cannot be changed.
    if (!thread.shipped && Number(order.revision) > Number(thread.order.revision)) thread.order = order;
    return thread;
  }

  async function work(
    order: PortalOrder,
    { portalOrderId, correlationId }: Pick<PortalEntry, 'portalOrderId' | 'correlationId'>,
    thread: Thread,
  ): Promise<void> {
    if (!(await drawnPause(pace.acknowledge, closing, seed, order.supplier_id, order.order_no, order.revision))) return;
    const answer = acknowledge(order, portalOrderId, seed, thread.order !== order && thread.shipped);
    book.answer(portalOrderId, answer);
    log.event(`portal: ${order.supplier_id} answers order ${order.order_no}/${order.revision}: ${answer.status}`);
    const acceptance = await send('acknowledgements', answer.ack_id, answer, correlationId);
    if (acceptance === undefined) return;
    book.answered(portalOrderId, acceptance.attempts);
    await ship(order, answer, correlationId, thread);
  }

  async function ship(
    order: PortalOrder,
    answer: PortalAcknowledgement,
    correlationId: string | undefined,
    thread: Thread,
  ): Promise<void> {
    if (!(await drawnPause(pace.ship, closing, seed, order.order_no, order.revision))) return;
    if (thread.shipped || thread.order !== order) return;
    const notices = shipNotices(order, answer, seed);
    thread.shipped = notices.length > 0;
    for (const notice of notices) {
      const shipment = book.ship(notice, correlationId);
      log.event(`portal: ${notice.supplier_id} ships ${notice.notice_id}`);
      void send('ship-notices', notice.notice_id, notice, correlationId).then(acceptance => {
        shipment.noticeAccepted = acceptance !== undefined;
      });
    }
  }

  async function invoice(order: PortalOrder, shipment: Shipment): Promise<void> {
    const { notice, correlationId } = shipment;
    if (!(await drawnPause(pace.invoice, closing, seed, notice.notice_id))) return;
    const document = invoiceFor(order, notice, seed);
    const entry: NonNullable<Shipment['invoice']> = { document, accepted: false };
    shipment.invoice = entry;
    log.event(`portal: ${document.supplier_id} sends invoice ${document.invoice_no}`);
    entry.accepted = (await send('invoices', document.message_id, document, correlationId)) !== undefined;
    const copy = copyOf(document, seed);
    if (copy === undefined || !entry.accepted) return;
    entry.copy = { kind: copy.kind, accepted: false };
    const acceptance = await send('invoices', copy.invoice.message_id, copy.invoice, correlationId);
    entry.copy.accepted = acceptance !== undefined;
  }

  function send(
    path: string,
    idempotencyKey: string,
    document: PortalAcknowledgement | PortalShipNotice | PortalInvoice,
    correlationId: string | undefined,
  ) {
    return outbox.send({
      url: `${options.runtimeUrl}/in/portal/${path}`,
      headers: {
        'content-type': 'application/json',
        'idempotency-key': idempotencyKey,
        ...(correlationId === undefined ? {} : { 'x-correlation-id': correlationId }),
      },
      body: JSON.stringify(document),
    });
  }
}

function keyOf({ supplier_id, order_no }: { supplier_id: string; order_no: string }): string {
  return `${supplier_id} ${order_no}`;
}
