import { createCheck, type Check } from '../service/check.ts';

/**
 * An order in the portal's own shape: flat, one row for each delivery of a position. Dates are YYYYMMDD, numbers are
 * decimal texts, units the portal's own.
 */
export interface PortalOrder {
  order_no: string;
  revision: string;
  order_date: string;
  supplier_id: string;
  buyer_gln: string;
  currency: string;
  rows: PortalOrderRow[];
}

export interface PortalOrderRow {
  pos: number;
  schedule_no: number;
  buyer_material?: string;
  supplier_material?: string;
  qty: string;
  uom: string;
  due_date: string;
  unit_price: string;
  price_per: string;
  /** Where it is to be delivered. */
  ship_to_gln?: string;
  /** In a change: what became of the row. */
  action?: 'ADD' | 'CHANGE' | 'DELETE' | 'NONE';
}

/** PC piece, HPC hundred pieces, KG kilogram, M metre, L litre, SET set. */
const portalUnits = ['PC', 'HPC', 'KG', 'M', 'L', 'SET'];

const actions = ['ADD', 'CHANGE', 'DELETE', 'NONE'];

const decimal = /^\d{1,12}(\.\d{1,4})?$/;
const date = /^20\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/;

/**
 * The order, or every reason why the portal does not take it. A change is an order with all its rows as they stand after
 * it, each with its action.
 */
export function readPortalOrder(
  body: unknown,
  supplier: string,
  kind: 'order' | 'change',
): { order: PortalOrder } | { reasons: string[] } {
  const check = createCheck();
  const order = check.object(body, 'the body');
  check.matches(order, 'order_no', /^[A-Za-z0-9-]{1,20}$/, 'letters, digits and hyphens, 20 at most');
  check.text(order, 'revision');
  check.that(order['supplier_id'] === supplier, `supplier_id must be ${supplier}, the supplier of the address.`);
  check.matches(order, 'order_date', date, 'a date such as 20260302');
  check.matches(order, 'buyer_gln', /^\d{13}$/, 'a GLN of 13 digits');
  check.matches(order, 'currency', /^[A-Z]{3}$/, 'a currency such as EUR');
  const rows = check.list(order, 'rows').map((row, index) => check.object(row, `rows[${index}]`));
  const seen = new Set<string>();
  for (const [index, row] of rows.entries()) {
    const where = `rows[${index}].`;
    checkRow(check, row, where, order['order_date']);
    if (kind === 'change') check.oneOf(row, 'action', actions, where);
    const place = `${String(row['pos'])}/${String(row['schedule_no'])}`;
    check.that(!seen.has(place), `${where}pos and schedule_no are ${place}, and so are those of an earlier row.`);
    seen.add(place);
  }
  return check.reasons.length > 0 ? { reasons: check.reasons } : { order: body as PortalOrder };
}

function checkRow(check: Check, row: Record<string, unknown>, where: string, orderDate: unknown): void {
  check.that(isCount(row['pos']), `${where}pos must be a whole number from 1.`);
  check.that(isCount(row['schedule_no']), `${where}schedule_no must be a whole number from 1.`);
  const named = [row['buyer_material'], row['supplier_material']].some(text => typeof text === 'string' && text !== '');
  check.that(named, `${where}buyer_material or supplier_material must name the material.`);
  check.matches(row, 'qty', decimal, 'a decimal text such as "12.5"', where);
  check.that(Number(row['qty']) > 0, `${where}qty must be more than 0.`);
  check.oneOf(row, 'uom', portalUnits, where);
  check.matches(row, 'unit_price', decimal, 'a decimal text such as "11.80"', where);
  check.matches(row, 'price_per', decimal, 'a decimal text such as "1"', where);
  check.matches(row, 'due_date', date, 'a date such as 20260316', where);
  const early = typeof orderDate === 'string' && date.test(orderDate) && String(row['due_date']) < orderDate;
  check.that(!early, `${where}due_date must not be before order_date, ${String(orderDate)}.`);
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 1;
}
