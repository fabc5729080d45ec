import { createCheck } from '../service/check.ts';

/** An invoice that may be paid. Amounts are decimal texts in `currency`. */
export interface Booking {
  invoiceNumber: string;
  supplier: string;
  poNumber: string;
  currency: string;
  netAmount: string;
}

/** An invoice that may not be paid yet, and why. */
export interface Block {
  invoiceNumber: string;
  supplier: string;
  poNumber: string;
  currency: string;
  netAmount: string;
  reasons: { itemNumber?: string; code: (typeof reasonCodes)[number]; expected?: string; actual?: string }[];
}

const reasonCodes = ['PRICE', 'QTY_VS_RECEIPT', 'NO_RECEIPT', 'NO_PO', 'CURRENCY'] as const;

/** The booking, or every reason why the invoicing system does not take it. */
export function readBooking(body: unknown): { booking: Booking } | { reasons: string[] } {
  const { reasons } = checkInvoice(body);
  return reasons.length > 0 ? { reasons } : { booking: body as Booking };
}

/** The blocked invoice, or every reason why the invoicing system does not take it. */
export function readBlock(body: unknown): { block: Block } | { reasons: string[] } {
  const check = checkInvoice(body);
  const block = check.object(body, 'the body');
  for (const [index, entry] of check.list(block, 'reasons').entries())
    check.oneOf(check.object(entry, `reasons[${index}]`), 'code', reasonCodes, `reasons[${index}].`);
  return check.reasons.length > 0 ? { reasons: check.reasons } : { block: body as Block };
}

function checkInvoice(body: unknown) {
  const check = createCheck();
  const invoice = check.object(body, 'the body');
  for (const name of ['invoiceNumber', 'supplier', 'poNumber']) check.text(invoice, name);
  check.matches(invoice, 'currency', /^[A-Z]{3}$/, 'a currency such as EUR');
  check.matches(invoice, 'netAmount', /^\d{1,13}(\.\d{1,6})?$/, 'a decimal text such as "141.60"');
  return check;
}
