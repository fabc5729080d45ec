import { BoundedMap, remembered } from '../service/bounded-map.ts';
import type { Commitment } from './commitment.ts';

export type OrderState = 'released' | 'sent' | 'acknowledged' | 'acknowledgedWithChanges' | 'rejected';

export interface BookedOrder {
  poNumber: string;
  revision: string;
  state: OrderState;
  /** What was released here; missing for an order that only its commitment speaks of. */
  release?: Release;
  commitments: Commitment[];
}

export interface Release {
  supplier: string;
  lines: number;
  correlationId: string;
  idempotencyKey: string;
  /** How the runtime took it; missing while it has not. */
  acceptance?: { status: number; attempts: number; duplicate: boolean };
}

export interface ErpBook {
  orders(): BookedOrder[];
  find(poNumber: string): BookedOrder | undefined;
  release(poNumber: string, revision: string, release: Release): BookedOrder;
  commit(commitment: Commitment): BookedOrder;
  countByState(): Record<OrderState, number>;
}

/** The orders of the ERP, by number. */
export function createErpBook(): ErpBook {
  const entries = new BoundedMap<string, Omit<BookedOrder, 'state'>>(remembered);

  return {
    orders: () => [...entries.values()].map(withState),
    find(poNumber) {
      const entry = entries.get(poNumber);
      return entry === undefined ? undefined : withState(entry);
    },
    release(poNumber, revision, release) {
      const entry = { poNumber, revision, release, commitments: entries.get(poNumber)?.commitments ?? [] };
      entries.set(poNumber, entry);
      return withState(entry);
    },
    commit(commitment) {
      const { poNumber, revision } = commitment;
      const entry = entries.get(poNumber) ?? { poNumber, revision, commitments: [] };
      entry.commitments.push(commitment);
      entries.set(poNumber, entry);
      return withState(entry);
    },
    countByState() {
      const counts = { released: 0, sent: 0, acknowledged: 0, acknowledgedWithChanges: 0, rejected: 0 };
      for (const entry of entries.values()) counts[stateOf(entry)]++;
      return counts;
    },
  };
}

function withState(entry: Omit<BookedOrder, 'state'>): BookedOrder {
  const { poNumber, revision, ...rest } = entry;
  return { poNumber, revision, state: stateOf(entry), ...rest };
}

/** From the last commitment: it may arrive before the runtime's answer to the order does. */
function stateOf(entry: Omit<BookedOrder, 'state'>): OrderState {
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
