import { BoundedMap, remembered } from '../service/bounded-map.ts';
import type { PortalAcknowledgement } from './acknowledge.ts';
import type { PortalInvoice } from './invoice.ts';
import type { PortalOrder } from './portal-order.ts';
import type { PortalShipNotice } from './ship-notice.ts';

/** An order or a change of one. */
export interface PortalEntry {
  kind: 'order' | 'change';
  portalOrderId: string;
  supplier: string;
  orderNo: string;
  revision: string;
  rows: number;
  idempotencyKey: string | undefined;
  correlationId: string | undefined;
  state: 'received' | 'acknowledged';
  /** The supplier's answer; made when it is sent. */
  acknowledgement?: { ackId: string; status: PortalAcknowledgement['status']; accepted: boolean; attempts?: number };
}

/** A shipment, from its notice to the answer to its invoice. */
export interface Shipment {
  notice: PortalShipNotice;
  correlationId: string | undefined;
  noticeAccepted: boolean;
  receipt?: PortalReceipt;
  invoice?: { document: PortalInvoice; accepted: boolean; copy?: { kind: 'resend' | 'conflict'; accepted: boolean } };
  responses: InvoiceResponse[];
}

/** What arrived of a shipment, in the portal's units. */
export interface PortalReceipt {
  receipt_id: string;
  notice_id: string;
  order_no: string;
  rows: { pos: number; material: string; qty: string; uom: string }[];
}

export interface InvoiceResponse {
  invoice_no: string;
  /** Peppol's codes: AP approved, UQ under query, RE rejected. */
  code: 'AP' | 'UQ' | 'RE';
  reasons: { pos?: number; code: string; text: string }[];
}

export interface PortalBook {
  entries(): PortalEntry[];
  receive(
    kind: PortalEntry['kind'],
    order: PortalOrder,
    entry: Pick<PortalEntry, 'portalOrderId' | 'idempotencyKey' | 'correlationId'>,
  ): void;
  answer(portalOrderId: string, acknowledgement: PortalAcknowledgement): void;
  answered(portalOrderId: string, attempts: number): void;
  countByState(): Record<PortalEntry['state'], number>;
  shipments(): Shipment[];
  shipmentOf(noticeId: string): Shipment | undefined;
  shipmentOfInvoice(invoiceNo: string): Shipment | undefined;
  ship(notice: PortalShipNotice, correlationId: string | undefined): Shipment;
}

/** The documents of the portal: orders and changes by the portal's own id, shipments by their notice. */
export function createPortalBook(): PortalBook {
  const entries = new BoundedMap<string, PortalEntry>(remembered);
  const shipments = new BoundedMap<string, Shipment>(remembered);

  return {
    entries: () => [...entries.values()],
    receive(kind, order, { portalOrderId, idempotencyKey, correlationId }) {
      entries.set(portalOrderId, {
        kind,
        portalOrderId,
        supplier: order.supplier_id,
        orderNo: order.order_no,
        revision: order.revision,
        rows: order.rows.length,
        idempotencyKey,
        correlationId,
        state: 'received',
      });
    },
    answer(portalOrderId, { ack_id: ackId, status }) {
      const entry = entries.get(portalOrderId);
      if (entry !== undefined) entry.acknowledgement = { ackId, status, accepted: false };
    },
    answered(portalOrderId, attempts) {
      const entry = entries.get(portalOrderId);
      if (entry?.acknowledgement === undefined) return;
      entry.acknowledgement = { ...entry.acknowledgement, accepted: true, attempts };
      entry.state = 'acknowledged';
    },
    countByState() {
      const counts = { received: 0, acknowledged: 0 };
      for (const entry of entries.values()) counts[entry.state]++;
      return counts;
    },
    shipments: () => [...shipments.values()],
    shipmentOf: noticeId => shipments.get(noticeId),
    shipmentOfInvoice: invoiceNo =>
      [...shipments.values()].find(each => each.invoice?.document.invoice_no === invoiceNo),
    ship(notice, correlationId) {
      const shipment: Shipment = { notice, correlationId, noticeAccepted: false, responses: [] };
      shipments.set(notice.notice_id, shipment);
      return shipment;
    },
  };
}
