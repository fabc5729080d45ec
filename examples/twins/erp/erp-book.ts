import { BoundedMap, remembered } from '../service/bounded-map.ts';
import type { Commitment } from './commitment.ts';
import { termsOf, type OrderTerms } from './order-terms.ts';
import type { PurchaseOrder } from './purchase-order.ts';

export type OrderState = 'released' | 'sent' | 'acknowledged' | 'acknowledgedWithChanges' | 'rejected';

export interface BookedOrder {
  poNumber: string;
  /** Of the last change; commitments name the one that they answer. */
  revision: string;
  state: OrderState;
  /** What was released here; missing for an order that only its commitment speaks of. */
  release?: Release;
  changes: Change[];
  terms?: OrderTerms;
  commitments: Commitment[];
}

export interface Release {
  supplier: string;
  lines: number;
  correlationId: string;
  idempotencyKey: string;
  /** How the runtime took it; missing while it has not. */
  acceptance?: Acceptance;
}

interface Change {
  revision: string;
  idempotencyKey: string;
  acceptance?: Acceptance;
}

interface Acceptance {
  status: number;
  attempts: number;
  duplicate: boolean;
}

type Entry = Omit<BookedOrder, 'state' | 'terms'> & { order?: PurchaseOrder };

export interface ErpBook {
  orders(): BookedOrder[];
  find(poNumber: string): BookedOrder | undefined;
  /** The order as it stands now. */
  document(poNumber: string): PurchaseOrder | undefined;
  release(order: PurchaseOrder, release: Release): BookedOrder;
  change(order: PurchaseOrder, change: Change): void;
  commit(commitment: Commitment): BookedOrder;
  countByState(): Record<OrderState, number>;
}

/** The orders of the ERP, by number. */
export function createErpBook(): ErpBook {
  const entries = new BoundedMap<string, Entry>(remembered);
  const entryOf = (poNumber: string, revision: string): Entry => {
    const entry = entries.get(poNumber) ?? { poNumber, revision, changes: [], commitments: [] };
    entries.set(poNumber, entry);
    return entry;
  };

  return {
    orders: () => [...entries.values()].map(booked),
    find(poNumber) {
      const entry = entries.get(poNumber);
      return entry && booked(entry);
    },
    document: poNumber => entries.get(poNumber)?.order,
    release(order, release) {
      const entry = entryOf(order.documentId, order.revisionId);
      entry.release = release;
      // The answer to the release may come after the first change.
      entry.order ??= order;
      return booked(entry);
    },
    change(order, change) {
      const entry = entryOf(order.documentId, order.revisionId);
      entry.changes = [...entry.changes.filter(each => each.revision !== change.revision), change];
      if (Number(order.revisionId) < Number(entry.revision)) return;
      entry.revision = order.revisionId;
      entry.order = order;
    },
    commit(commitment) {
      const entry = entryOf(commitment.poNumber, commitment.revision);
      entry.commitments.push(commitment);
      return booked(entry);
    },
    countByState() {
      const counts = { released: 0, sent: 0, acknowledged: 0, acknowledgedWithChanges: 0, rejected: 0 };
      for (const entry of entries.values()) counts[stateOf(entry)]++;
      return counts;
    },
  };
}

function booked({ order, ...entry }: Entry): BookedOrder {
  const { poNumber, revision, ...rest } = entry;
  return { poNumber, revision, state: stateOf(entry), ...rest, ...(order ? { terms: termsOf(order) } : {}) };
}

/** From the last commitment: it may arrive before the runtime's answer to the order does. */
function stateOf(entry: Entry): OrderState {
  switch (entry.commitments.at(-1)?.decision) {
    case 'ACCEPTED':
      return 'acknowledged';
    case 'CHANGED':
      return 'acknowledgedWithChanges';
    case 'REJECTED':
      return 'rejected';
    case undefined:
      return entry.release?.acceptance === undefined ? 'released' : 'sent';
  }
}
