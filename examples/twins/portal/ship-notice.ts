import { orderedRows, type PortalAcknowledgement } from './acknowledge.ts';
import type { PortalOrder } from './portal-order.ts';
import { oneOf, seededRandom } from '../service/seeded-random.ts';

/** What a supplier has sent on its way, in the portal's own shape. */
export interface PortalShipNotice {
  message_type: 'SHIP_NOTICE';
  notice_id: string;
  version: string;
  order_no: string;
  revision: string;
  supplier_id: string;
  supplier_order_no: string;
  ship_date: string;
  arrival_date: string;
  ship_to_gln: string;
  carrier: string;
  packages: number;
  rows: PortalShipNoticeRow[];
}

interface PortalShipNoticeRow {
  row_no: number;
  pos: number;
  schedule_no: number;
  buyer_material: string;
  supplier_material: string;
  qty: string;
  uom: string;
  lot_no: string;
}

const carriers = ['DB Schenker', 'Raben', 'DSV', 'Gebrüder Weiss'];

/**
 * What the supplier ships of what it promised: most orders in one delivery, some in two, some rows short. None when every
 * position was rejected. The same for the same order and seed.
 */
export function shipNotices(order: PortalOrder, answer: PortalAcknowledgement, seed: number): PortalShipNotice[] {
  const random = seededRandom('ship', seed, order.supplier_id, order.order_no);
  const twice = random() < 0.25;
  const carrier = oneOf(random, carriers);
  const ordered = orderedRows(order);
  const rows = answer.rows
    .filter(row => row.result !== 'REJECTED')
    .map((row, index) => ({
      row_no: index + 1,
      pos: row.pos,
      schedule_no: row.schedule_no,
      buyer_material: row.buyer_material ?? '',
      supplier_material: row.supplier_material ?? '',
      qty: random() < 0.06 ? lessThan(row.qty) : row.qty,
      uom: row.uom,
      lot_no: `L${order.order_no.slice(-5)}${String(index + 1).padStart(2, '0')}`,
    }));
  const shipToGln = ordered[0]?.ship_to_gln ?? '';
  const loads = twice && rows.length > 1 ? [rows.slice(0, -1), rows.slice(-1)] : [rows];
  return loads
    .filter(load => load.length > 0)
    .map((load, index) => ({
      message_type: 'SHIP_NOTICE',
      notice_id: `ASN-${order.order_no}-${index + 1}`,
      version: '1',
      order_no: order.order_no,
      revision: answer.revision,
      supplier_id: order.supplier_id,
      supplier_order_no: answer.supplier_order_no,
      ship_date: answer.ack_date,
      arrival_date: answer.rows.map(row => row.date).toSorted()[0] ?? answer.ack_date,
      ship_to_gln: shipToGln,
      carrier,
      packages: load.length,
      rows: load,
    }));
}

/** A tenth less, in whole units; as much as promised when there is not more than one. */
function lessThan(qty: string): string {
  const less = Math.floor(Number(qty) * 0.9);
  return less > 0 ? String(less) : qty;
}
