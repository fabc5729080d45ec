import type { OrderLine, Party, PurchaseOrder, ScheduleLine } from './purchase-order.ts';
import { oneOf, seededRandom, type Random } from '../service/seeded-random.ts';

/**
 * The part of the canonical order change that the ERP twin writes. Every change names all lines as they stand after it,
 * so that the one with the highest revision says everything.
 */
interface PurchaseOrderChange {
  schemaVersion: '1.0';
  tenantId: string;
  documentId: string;
  revisionId: string;
  issueDateTime: string;
  documentStatus: 'final';
  orderReference: { documentTypeCode: '220'; documentId: string; revisionId: string };
  changeSequence: number;
  changeTypeCode: 'change';
  reasonCode: string;
  changeStatus: 'requested';
  buyer: Party;
  seller: Party;
  currencyCode: string;
  lines: OrderChangeLine[];
}

interface OrderChangeLine {
  lineId: string;
  lineActionCode: 'add' | 'change' | 'delete' | 'noChange';
  item: OrderLine['item'];
  quantity: OrderLine['quantity'];
  price: OrderLine['price'];
  scheduleLines: (ScheduleLine & { deliveryLocation: OrderLine['deliveryLocation'] })[];
}

export interface ChangedOrder {
  change: PurchaseOrderChange;
  /** The order as it stands afterwards. */
  order: PurchaseOrder;
}

const dayMs = 86_400_000;

/** The planner's next change of an order. The same for the same order and seed. */
export function changeOrder(order: PurchaseOrder, seed: number): ChangedOrder {
  const sequence = Number(order.revisionId) + 1;
  const random = seededRandom('change', seed, order.documentId, sequence);
  const { line: changed, action } = changedLine(random, order.lines);
  const kept = order.lines.filter(line => line.lineId !== changed.lineId);
  const lines = action === 'delete' ? kept : [...kept, changed].toSorted(byLine);
  const after = { ...order, revisionId: String(sequence), lines };
  return {
    order: after,
    change: {
      schemaVersion: '1.0',
      tenantId: order.tenantId,
      documentId: `${order.documentId}-C${sequence}`,
      revisionId: String(sequence),
      issueDateTime: new Date(Date.parse(order.issueDateTime) + sequence * dayMs).toISOString().replace('.000Z', 'Z'),
      documentStatus: 'final',
      orderReference: { documentTypeCode: '220', documentId: order.documentId, revisionId: order.revisionId },
      changeSequence: sequence,
      changeTypeCode: 'change',
      reasonCode: 'requirement-changed',
      changeStatus: 'requested',
      buyer: order.buyer,
      seller: order.seller,
      currencyCode: order.currencyCode,
      lines: [...kept, changed]
        .toSorted(byLine)
        .map(line => changeLine(line, line.lineId === changed.lineId ? action : 'noChange')),
    },
  };
}

function byLine(a: OrderLine, b: OrderLine): number {
  return Number(a.lineId) - Number(b.lineId);
}

function changeLine(line: OrderLine, lineActionCode: OrderChangeLine['lineActionCode']): OrderChangeLine {
  const { lineId, item, quantity, price, scheduleLines, deliveryLocation } = line;
  return {
    lineId,
    lineActionCode,
    item,
    quantity,
    price,
    scheduleLines: scheduleLines.map(delivery => ({ ...delivery, deliveryLocation })),
  };
}

/** Twice as much of a line, a line a week later, one line less (of several), or one more of what is ordered already. */
function changedLine(
  random: Random,
  lines: readonly OrderLine[],
): { line: OrderLine; action: 'add' | 'change' | 'delete' } {
  const line = oneOf(random, lines);
  switch (oneOf(random, ['more', 'later', 'delete', 'add'])) {
    case 'later':
      return { action: 'change', line: { ...line, scheduleLines: line.scheduleLines.map(aWeekLater) } };
    case 'add': {
      const lineId = String(Math.max(...lines.map(each => Number(each.lineId))) + 10);
      return { action: 'add', line: { ...line, lineId } };
    }
    case 'delete':
      if (lines.length > 1) return { action: 'delete', line };
      return { action: 'change', line: twiceAsMuch(line) };
    default:
      return { action: 'change', line: twiceAsMuch(line) };
  }
}

function aWeekLater(delivery: ScheduleLine): ScheduleLine {
  const later = new Date(Date.parse(delivery.requestedDeliveryDate) + 7 * dayMs);
  return { ...delivery, requestedDeliveryDate: later.toISOString().slice(0, 10) };
}

function twiceAsMuch(line: OrderLine): OrderLine {
  const twice = <Of extends { value: string }>(amount: Of): Of => ({
    ...amount,
    value: String(Number(amount.value) * 2),
  });
  return {
    ...line,
    quantity: twice(line.quantity),
    lineAmount: { ...line.lineAmount, value: (Number(line.lineAmount.value) * 2).toFixed(2) },
    scheduleLines: line.scheduleLines.map(delivery => ({ ...delivery, quantity: twice(delivery.quantity) })),
  };
}
