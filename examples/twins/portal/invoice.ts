import type { PortalOrder } from './portal-order.ts';
import { seededRandom } from '../service/seeded-random.ts';
import type { PortalShipNotice } from './ship-notice.ts';

/** A supplier's invoice in the portal's own shape; amounts are decimal texts. */
export interface PortalInvoice {
  message_type: 'INVOICE';
  /** Another one for every transmission, also of the same invoice. */
  message_id: string;
  invoice_no: string;
  invoice_date: string;
  supplier_id: string;
  buyer_gln: string;
  order_no: string;
  notice_id: string;
  currency: string;
  rows: PortalInvoiceRow[];
  net_amount: string;
}

interface PortalInvoiceRow {
  row_no: number;
  pos: number;
  buyer_material: string;
  qty: string;
  uom: string;
  unit_price: string;
  price_per: string;
  amount: string;
}

/**
 * The invoice for what was shipped, whatever of it was received; one in twelve is over-priced, one in twenty by so little
 * that nobody minds. The same for the same notice and seed.
 */
export function invoiceFor(order: PortalOrder, notice: PortalShipNotice, seed: number): PortalInvoice {
  const random = seededRandom('invoice', seed, notice.supplier_id, notice.notice_id);
  const mood = random();
  const factor = mood < 0.08 ? 1.05 : mood < 0.13 ? 1.004 : 1;
  const rows = notice.rows.map(row => {
    const ordered = order.rows.find(each => each.pos === row.pos);
    const unitPrice = (Number(ordered?.unit_price ?? 0) * factor).toFixed(2);
    const pricePer = ordered?.price_per ?? '1';
    return {
      row_no: row.row_no,
      pos: row.pos,
      buyer_material: row.buyer_material,
      qty: row.qty,
      uom: row.uom,
      unit_price: unitPrice,
      price_per: pricePer,
      amount: ((Number(row.qty) * Number(unitPrice)) / Number(pricePer)).toFixed(2),
    };
  });
  const invoiceNo = `INV-${notice.notice_id.slice(4)}`;
  return {
    message_type: 'INVOICE',
    message_id: `${invoiceNo}-T1`,
    invoice_no: invoiceNo,
    invoice_date: notice.arrival_date,
    supplier_id: notice.supplier_id,
    buyer_gln: order.buyer_gln,
    order_no: notice.order_no,
    notice_id: notice.notice_id,
    currency: order.currency,
    rows,
    net_amount: rows.reduce((sum, row) => sum + Number(row.amount), 0).toFixed(2),
  };
}

/**
 * What some suppliers send after it under another transmission number: the same invoice once more (six in a hundred), or
 * another one with the same invoice number (two in a hundred).
 */
export function copyOf(
  invoice: PortalInvoice,
  seed: number,
): { kind: 'resend' | 'conflict'; invoice: PortalInvoice } | undefined {
  const luck = seededRandom('copy', seed, invoice.supplier_id, invoice.invoice_no)();
  const copy = { ...invoice, message_id: `${invoice.invoice_no}-T2` };
  if (luck < 0.06) return { kind: 'resend', invoice: copy };
  if (luck >= 0.08) return undefined;
  const net = (Number(invoice.net_amount) + 100).toFixed(2);
  return { kind: 'conflict', invoice: { ...copy, net_amount: net } };
}
