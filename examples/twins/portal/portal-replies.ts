import { createCheck } from '../service/check.ts';
import type { InvoiceResponse, PortalReceipt } from './portal-book.ts';

const decimal = /^\d{1,12}(\.\d{1,4})?$/;
const portalUnits = ['PC', 'HPC', 'KG', 'M', 'L', 'SET'];

/** The receipt of a shipment, or every reason why the portal does not take it. */
export function readPortalReceipt(body: unknown): { receipt: PortalReceipt } | { reasons: string[] } {
  const check = createCheck();
  const receipt = check.object(body, 'the body');
  for (const name of ['receipt_id', 'notice_id', 'order_no']) check.text(receipt, name);
  for (const [index, entry] of check.list(receipt, 'rows').entries()) {
    const where = `rows[${index}].`;
    const row = check.object(entry, `rows[${index}]`);
    check.that(Number.isSafeInteger(row['pos']), `${where}pos must be a whole number.`);
    check.text(row, 'material', where);
    check.matches(row, 'qty', decimal, 'a decimal text such as "12.5"', where);
    check.oneOf(row, 'uom', portalUnits, where);
  }
  return check.reasons.length > 0 ? { reasons: check.reasons } : { receipt: body as PortalReceipt };
}

/** The answer to an invoice, or every reason why the portal does not take it. */
export function readInvoiceResponse(body: unknown): { response: InvoiceResponse } | { reasons: string[] } {
  const check = createCheck();
  const response = check.object(body, 'the body');
  check.text(response, 'invoice_no');
  check.oneOf(response, 'code', ['AP', 'UQ', 'RE']);
  const approved = response['code'] === 'AP';
  for (const [index, entry] of check.list(response, 'reasons', '', approved ? 0 : 1).entries()) {
    const where = `reasons[${index}].`;
    const reason = check.object(entry, `reasons[${index}]`);
    check.text(reason, 'code', where);
    check.text(reason, 'text', where);
  }
  return check.reasons.length > 0 ? { reasons: check.reasons } : { response: body as InvoiceResponse };
}
