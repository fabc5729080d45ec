import { createCheck } from '../service/check.ts';
import { seededRandom } from '../service/seeded-random.ts';

/** An approved invoice that goes into the ledger. Amounts are decimal texts in `currency`. */
export interface InvoicePosting {
  invoiceNumber: string;
  supplier: string;
  poNumber: string;
  /** Of the invoicing system. */
  bookingNumber: string;
  currency: string;
  netAmount: string;
  items: { itemNumber: string; quantity: string; amount: string }[];
}

const decimal = /^\d{1,13}(\.\d{1,6})?$/;

/** The posting, or every reason why the ledger does not take it. */
export function readInvoicePosting(body: unknown): { posting: InvoicePosting } | { reasons: string[] } {
  const check = createCheck();
  const posting = check.object(body, 'the body');
  for (const name of ['invoiceNumber', 'supplier', 'poNumber', 'bookingNumber']) check.text(posting, name);
  check.matches(posting, 'currency', /^[A-Z]{3}$/, 'a currency such as EUR');
  check.matches(posting, 'netAmount', decimal, 'a decimal text such as "141.60"');
  for (const [index, entry] of check.list(posting, 'items').entries()) {
    const where = `items[${index}].`;
    const item = check.object(entry, `items[${index}]`);
    check.matches(item, 'itemNumber', /^\d{5}$/, 'five digits', where);
    check.matches(item, 'quantity', decimal, 'a decimal text such as "1200"', where);
    check.matches(item, 'amount', decimal, 'a decimal text such as "141.60"', where);
  }
  return check.reasons.length > 0 ? { reasons: check.reasons } : { posting: body as InvoicePosting };
}

/** A few invoices can never be posted: their period was closed meanwhile. Which ones follows from the seed. */
export function periodIsClosed(posting: InvoicePosting, seed: number, share: number): boolean {
  return seededRandom('period', seed, posting.supplier, posting.invoiceNumber)() < share;
}
