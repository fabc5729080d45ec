import { describe, expect, it } from 'vitest';
import { balance } from './balance.ts';
import type { Books, Counts } from './read-books.ts';

describe('the books of a day', () => {
  it('balance when every document arrived once', () => {
    expect(balance(books()).problems).toEqual([]);
  });

  it.each<[string, (books: Books) => void, RegExp]>([
    ['an order is lost', all => void all.portal.orders.shift(), /purchase orders: lost 1/],
    ['an order is doubled', all => void all.portal.counts.orders.cameAgainWithOtherKey++, /purchase orders: 1 doubled/],
    ['an answer is lost', all => void (all.planner.notices = []), /acknowledgements: lost A2/],
    [
      'an answer is committed and given to the planner',
      all => void all.erp.orders[0]?.commitments.push({ acknowledgementId: 'A2' }),
      /acknowledgements: 1 doubled/,
    ],
    ['a shipment is announced to nobody', all => void (all.de02.deliveries = []), /ship notices: lost S2/],
    ['a receipt is not booked', all => void all.erp.goodsReceipts.pop(), /goods receipts: lost G2/],
    [
      'a receipt is booked with another quantity',
      all => void ((all.erp.goodsReceipts[0] ?? never()).items[0] = item('4')),
      /Stock of DE01 differs/,
    ],
    [
      'an invoice is booked and blocked',
      all => void all.invoicing.blocks.push({ invoiceNumber: 'I1', reasons: [{ code: 'PRICE' }] }),
      /both booked and blocked: I1/,
    ],
    [
      'an invoice is blocked without a reason',
      all => void ((all.invoicing.blocks[0] ?? never()).reasons = []),
      /blocked without a reason/,
    ],
    ['a booking is not posted', all => void (all.erp.invoicePostings = []), /invoice postings: lost I1/],
    [
      'a refused posting leaves its booking',
      all => void all.erp.counts.invoicePostings.refused++,
      /1 postings refused, but 0/,
    ],
    [
      'a document comes from nowhere',
      all => void all.de01.deliveries.push({ deliveryId: 'S9' }),
      /arrived without being sent: S9/,
    ],
    ['a system refuses a document', all => void all.portal.counts.receipts.refused++, /receipts: 1 refused/],
  ])('do not balance when %s', (_, change, problem) => {
    const all = books();
    change(all);
    expect(balance(all).problems.join('\n')).toMatch(problem);
  });
});

/** Two orders: the first one goes well, the second one is for the planner, and its invoice is blocked. */
function books(): Books {
  const sent = { documents: 0, waiting: 0, sentTwice: 0, heldBack: 0, refusals: 0 };
  return {
    erp: {
      counts: {
        commitments: counts(),
        inboundDeliveries: counts(),
        goodsReceipts: counts(),
        invoicePostings: counts(),
        sent,
      },
      orders: [
        { poNumber: '1', changes: [], commitments: [{ acknowledgementId: 'A1' }] },
        { poNumber: '2', changes: [], commitments: [] },
      ],
      inboundDeliveries: [
        { deliveryNumber: 'S1', plant: 'DE01', items: [item('5')] },
        { deliveryNumber: 'S2', plant: 'DE02', items: [item('5')] },
      ],
      goodsReceipts: [
        { receiptNumber: 'G1', plant: 'DE01', items: [item('5')] },
        { receiptNumber: 'G2', plant: 'DE02', items: [item('5')] },
      ],
      invoicePostings: [{ invoiceNumber: 'I1' }],
    },
    portal: {
      counts: { orders: counts(), changes: counts(), receipts: counts(), invoiceResponses: counts(), sent },
      orders: ['1', '2'].map(orderNo => ({
        kind: 'order',
        orderNo,
        revision: '0',
        acknowledgement: { ackId: `A${orderNo}`, accepted: true },
      })),
      shipments: ['1', '2'].map(number => ({
        notice: { notice_id: `S${number}` },
        noticeAccepted: true,
        receipt: { receipt_id: `G${number}` },
        invoice: { document: { invoice_no: `I${number}` }, accepted: true },
        responses: [{ invoice_no: `I${number}` }],
      })),
    },
    de01: warehouse('1'),
    de02: warehouse('2'),
    invoicing: {
      counts: { bookings: counts(), cancellations: counts(), blocks: counts() },
      bookings: [{ invoiceNumber: 'I1', state: 'booked' }],
      blocks: [{ invoiceNumber: 'I2', reasons: [{ code: 'PRICE' }] }],
    },
    planner: {
      counts: { notices: counts(), byKind: {} },
      notices: [{ kind: 'acknowledgement-to-decide', documentId: 'A2' }],
    },
  };
}

function warehouse(number: string): Books['de01'] {
  return {
    counts: { deliveries: counts() },
    deliveries: [{ deliveryId: `S${number}` }],
    receipts: [{ receiptId: `G${number}`, handedOver: true, items: [{ material: 'M', received: 5 }] }],
    stock: [{ material: 'M', quantity: 5 }],
  };
}

function item(quantity: string) {
  return { itemNumber: '00010', material: 'M', quantity };
}

function counts(): Counts {
  return { accepted: 0, cameAgainWithSameKey: 0, cameAgainWithOtherKey: 0, keyUsedForAnother: 0, refused: 0 };
}

function never(): never {
  throw new Error('The books of the test lack what it changes.');
}
