import { createCheck } from '../service/check.ts';

/** What the supplier confirmed, in the ERP's own words. Quantities are decimal texts, dates ISO 8601. */
export interface Commitment {
  poNumber: string;
  revision: string;
  acknowledgementId: string;
  supplierOrderNumber?: string;
  decision: 'ACCEPTED' | 'CHANGED' | 'REJECTED';
  items: CommitmentItem[];
}

interface CommitmentItem {
  /** Five digits, such as `00010`. */
  itemNumber: string;
  decision: 'ACCEPTED' | 'CHANGED' | 'REJECTED';
  rejectionReason?: string;
  confirmations: Confirmation[];
}

interface Confirmation {
  /** AB: order acknowledgement. */
  category: 'AB';
  /** Four digits, such as `0001`. */
  sequence: string;
  quantity: string;
  unit: string;
  deliveryDate: string;
}

const decisions = ['ACCEPTED', 'CHANGED', 'REJECTED'];
const units = ['ST', 'KG', 'M', 'L', 'SET'];
const decimal = /^\d{1,13}(\.\d{1,6})?$/;
const date = /^\d{4}-\d{2}-\d{2}$/;

/** The commitment for the order of the address, or every reason why the ERP does not take it. */
export function readCommitment(body: unknown, poNumber: string): { commitment: Commitment } | { reasons: string[] } {
  const check = createCheck();
  const commitment = check.object(body, 'the body');
  check.that(commitment['poNumber'] === poNumber, `poNumber must be ${poNumber}, the order of the address.`);
  check.text(commitment, 'revision');
  check.text(commitment, 'acknowledgementId');
  check.oneOf(commitment, 'decision', decisions);
  for (const [index, entry] of check.list(commitment, 'items').entries()) {
    const where = `items[${index}].`;
    const item = check.object(entry, `items[${index}]`);
    check.matches(item, 'itemNumber', /^\d{5}$/, 'five digits', where);
    check.oneOf(item, 'decision', decisions, where);
    const rejected = item['decision'] === 'REJECTED';
    const confirmations = check.list(item, 'confirmations', where, rejected ? 0 : 1);
    check.that(!rejected || confirmations.length === 0, `${where}confirmations must be empty: the item is rejected.`);
    for (const [number, part] of confirmations.entries()) {
      const at = `${where}confirmations[${number}].`;
      const confirmation = check.object(part, at.slice(0, -1));
      check.oneOf(confirmation, 'category', ['AB'], at);
      check.matches(confirmation, 'sequence', /^\d{4}$/, 'four digits', at);
      check.matches(confirmation, 'quantity', decimal, 'a decimal text such as "12.5"', at);
      check.oneOf(confirmation, 'unit', units, at);
      check.matches(confirmation, 'deliveryDate', date, 'a date such as 2026-03-16', at);
    }
  }
  return check.reasons.length > 0 ? { reasons: check.reasons } : { commitment: body as Commitment };
}
