import { BoundedMap, remembered } from '../service/bounded-map.ts';
import type { PortalAcknowledgement } from './acknowledge.ts';
import type { PortalOrder } from './portal-order.ts';

interface PortalEntry {
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

export interface PortalBook {
  entries(): PortalEntry[];
  receive(order: PortalOrder, entry: Pick<PortalEntry, 'portalOrderId' | 'idempotencyKey' | 'correlationId'>): void;
  answer(portalOrderId: string, acknowledgement: PortalAcknowledgement): void;
  answered(portalOrderId: string, attempts: number): void;
  countByState(): Record<PortalEntry['state'], number>;
}

/** The orders of the portal, by the portal's own order id. */
export function createPortalBook(): PortalBook {
  const entries = new BoundedMap<string, PortalEntry>(remembered);

  return {
    entries: () => [...entries.values()],
    receive(order, { portalOrderId, idempotencyKey, correlationId }) {
      entries.set(portalOrderId, {
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
  };
}
