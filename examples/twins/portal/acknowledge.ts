import type { PortalOrder, PortalOrderRow } from './portal-order.ts';
import { between, oneOf, seededRandom, type Random } from '../service/seeded-random.ts';

/** A supplier's answer in the portal's own shape; dates YYYYMMDD, times HHMMSS in UTC. */
export interface PortalAcknowledgement {
  message_type: 'ORDER_ACK';
  ack_id: string;
  ack_date: string;
  ack_time: string;
  portal_order_id: string;
  order_no: string;
  revision: string;
  supplier_id: string;
  supplier_order_no: string;
  buyer_gln: string;
  status: 'FULL' | 'CHANGED' | 'REJECTED';
  rows: PortalAcknowledgementRow[];
}

interface PortalAcknowledgementRow {
  pos: number;
  schedule_no: number;
  buyer_material?: string;
  supplier_material?: string;
  result: 'OK' | 'QTY' | 'DATE' | 'QTY_DATE' | 'REJECTED';
  qty: string;
  uom: string;
  date: string;
  /** Left out: the price of the order. */
  unit_price?: string;
  price_per?: string;
  reason_code?: string;
  reason_text?: string;
}

const rejections = [
  ['DISC', 'Article discontinued'],
  ['CAP', 'No capacity in the requested month'],
  ['PRC', 'Price no longer valid'],
] as const;

const tooLate = ['SHIP', 'Already on its way'] as const;

/**
 * What the supplier answers: most orders are confirmed in full, some with other quantities, dates or prices, a few with
 * positions rejected; a change of what is on its way is rejected as a whole. The same for the same order and seed.
 */
export function acknowledge(
  order: PortalOrder,
  portalOrderId: string,
  seed: number,
  onItsWay = false,
): PortalAcknowledgement {
  const random = seededRandom('acknowledge', seed, order.supplier_id, order.order_no, order.revision);
  const mood = random();
  const supplierOrder = between(random, 100_000, 999_999);
  const answeredAt = utc(order.order_date) + between(random, 26 * 3600, 34 * 3600) * 1000;
  const answers = new Map<number, PositionAnswer>();
  const raise = priceRaise(order, seed);
  const rows = orderedRows(order).map(row => {
    const answer = answers.get(row.pos) ?? positionAnswer(random, mood);
    answers.set(row.pos, answer);
    if (onItsWay) return rejectedRow(row, tooLate);
    return { ...answeredRow(row, answer), ...(answer.kind === 'rejected' ? {} : raisedPrice(row, raise)) };
  });
  return {
    message_type: 'ORDER_ACK',
    ack_id: `ACK-${portalOrderId}`,
    ack_date: day(answeredAt),
    ack_time: new Date(answeredAt).toISOString().slice(11, 19).replaceAll(':', ''),
    portal_order_id: portalOrderId,
    order_no: order.order_no,
    revision: order.revision,
    supplier_id: order.supplier_id,
    supplier_order_no: `SO${supplierOrder}`,
    buyer_gln: order.buyer_gln,
    status: rows.every(row => row.result === 'OK' && row.unit_price === undefined)
      ? 'FULL'
      : rows.every(row => row.result === 'REJECTED')
        ? 'REJECTED'
        : 'CHANGED',
    rows,
  };
}

/** The rows that stand: a change also names those that it deletes. */
export function orderedRows(order: PortalOrder): PortalOrderRow[] {
  return order.rows.filter(row => row.action !== 'DELETE');
}

/** One order in twenty gets another price: two in a hundred more, or six. */
function priceRaise(order: PortalOrder, seed: number): number {
  const random = seededRandom('price', seed, order.supplier_id, order.order_no);
  return random() < 0.05 ? oneOf(random, [1.02, 1.06]) : 1;
}

function raisedPrice(row: PortalOrderRow, raise: number): { unit_price: string; price_per: string } | undefined {
  if (raise === 1) return undefined;
  return { unit_price: (Number(row.unit_price) * raise).toFixed(2), price_per: row.price_per };
}

interface PositionAnswer {
  kind: 'as ordered' | 'changed' | 'rejected';
  quantityShare: number;
  laterDays: number;
  rejection: (typeof rejections)[number];
}

/** `mood` is the supplier's for the whole order: below 0.6 all is well, then a little late, from 0.9 on rejecting. */
function positionAnswer(random: Random, mood: number): PositionAnswer {
  const luck = random();
  const change = oneOf(random, [
    { quantityShare: 0.5, laterDays: 0 },
    { quantityShare: 0.75, laterDays: 0 },
    { quantityShare: 1, laterDays: between(random, 2, 21) },
    { quantityShare: 0.9, laterDays: between(random, 3, 14) },
  ]);
  const rejection = oneOf(random, rejections);
  if (mood < 0.6) return { kind: 'as ordered', ...change, rejection };
  if (mood < 0.7) return { kind: 'changed', quantityShare: 1, laterDays: 2, rejection };
  if (mood >= 0.9 && luck < 0.4) return { kind: 'rejected', ...change, rejection };
  return { kind: luck < 0.6 ? 'changed' : 'as ordered', ...change, rejection };
}

function answeredRow(row: PortalOrderRow, answer: PositionAnswer): PortalAcknowledgementRow {
  if (answer.kind === 'rejected') return rejectedRow(row, answer.rejection);
  const asAsked = asOrdered(row);
  if (answer.kind === 'as ordered') return asAsked;
  const whole = Math.floor(Number(row.qty) * answer.quantityShare);
  const qty = answer.quantityShare === 1 || whole === 0 ? row.qty : String(whole);
  const date = day(utc(row.due_date) + answer.laterDays * 86_400_000);
  const changed = [...(qty === row.qty ? [] : ['QTY']), ...(date === row.due_date ? [] : ['DATE'])].join('_');
  return { ...asAsked, result: changed === '' ? 'OK' : (changed as 'QTY' | 'DATE' | 'QTY_DATE'), qty, date };
}

function rejectedRow(row: PortalOrderRow, [code, text]: readonly [string, string]): PortalAcknowledgementRow {
  return { ...asOrdered(row), result: 'REJECTED', qty: '0', reason_code: code, reason_text: text };
}

function asOrdered(row: PortalOrderRow): PortalAcknowledgementRow {
  return {
    pos: row.pos,
    schedule_no: row.schedule_no,
    ...(row.buyer_material === undefined ? {} : { buyer_material: row.buyer_material }),
    ...(row.supplier_material === undefined ? {} : { supplier_material: row.supplier_material }),
    result: 'OK',
    qty: row.qty,
    uom: row.uom,
    date: row.due_date,
  };
}

/** `20260302` → midnight of that day, in milliseconds. */
function utc(date: string): number {
  return Date.UTC(Number(date.slice(0, 4)), Number(date.slice(4, 6)) - 1, Number(date.slice(6, 8)));
}

function day(time: number): string {
  return new Date(time).toISOString().slice(0, 10).replaceAll('-', '');
}
