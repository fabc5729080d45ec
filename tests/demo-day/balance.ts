import type { Books, Counts } from './read-books.ts';

/** One kind of document on its way from one system to another. */
export interface Line {
  document: string;
  way: string;
  sent: number;
  arrived: number;
  /** Taken for a new document although the system had it: an effect that happened twice. */
  doubled: number;
  /** Ids that were sent and have arrived nowhere, neither in effect nor as a notice to a person. */
  lost: string[];
  /** Ids that arrived and were never sent. */
  strange: string[];
  note: string;
}

export interface Balance {
  lines: Line[];
  /** One sentence each. The books balance when there are none. */
  problems: string[];
}

/** Holds the twins' books against each other. */
export function balance(books: Books): Balance {
  const lines = documentLines(books);
  return {
    lines,
    problems: [
      ...lines.flatMap(({ document, doubled, lost, strange }) => [
        ...(doubled > 0 ? [`${document}: ${doubled} doubled.`] : []),
        ...(lost.length > 0 ? [`${document}: lost ${some(lost)}.`] : []),
        ...(strange.length > 0 ? [`${document}: arrived without being sent: ${some(strange)}.`] : []),
      ]),
      ...refusals(books),
      ...invoicesTwice(books),
      ...stockProblems(books),
    ],
  };
}

function documentLines({ erp, portal, de01, de02, invoicing, planner }: Books): Line[] {
  const notices = (...kinds: string[]) =>
    planner.notices.filter(({ kind }) => kinds.includes(kind)).map(({ documentId }) => documentId);
  const invoices = portal.shipments.flatMap(({ invoice }) => (invoice ? [invoice] : []));
  const booked = invoicing.bookings.filter(({ state }) => state === 'booked').map(each => each.invoiceNumber);
  const cancelled = invoicing.bookings.filter(({ state }) => state === 'cancelled').map(each => each.invoiceNumber);
  const blocked = invoicing.blocks.map(({ invoiceNumber }) => invoiceNumber);
  const orders = portal.orders.filter(({ kind }) => kind === 'order').map(({ orderNo }) => orderNo);
  const changes = portal.orders
    .filter(({ kind }) => kind === 'change')
    .map(({ orderNo, revision }) => `${orderNo}-C${revision}`);
  const shipped = portal.shipments.map(({ notice }) => notice.notice_id);
  const receipts = [...de01.receipts, ...de02.receipts].map(({ receiptId }) => receiptId);
  const commitments = erp.orders.flatMap(order => order.commitments.map(each => each.acknowledgementId));
  const undecided = notices('acknowledgement-to-decide');
  const outdated = notices('acknowledgement-superseded');
  const overtaken = notices('change-superseded');
  const unusable = notices('ship-notice-unusable');
  const doubled = (...counts: Counts[]) => counts.reduce((sum, each) => sum + each.cameAgainWithOtherKey, 0);

  return [
    line(
      'purchase orders',
      'ERP → portal',
      erp.orders.map(each => each.poNumber),
      [orders],
      {
        doubled: doubled(portal.counts.orders),
      },
    ),
    line(
      'order changes',
      'ERP → portal',
      erp.orders.flatMap(order => order.changes.map(({ revision }) => `${order.poNumber}-C${revision}`)),
      [changes, overtaken],
      { doubled: doubled(portal.counts.changes), note: `${overtaken.length} overtaken by a later one: planner` },
    ),
    line(
      'acknowledgements',
      'portal → ERP',
      portal.orders.flatMap(({ acknowledgement }) => (acknowledgement ? [acknowledgement.ackId] : [])),
      [commitments, undecided, outdated],
      {
        doubled: doubled(erp.counts.commitments),
        note: `${commitments.length} committed, ${undecided.length} for the planner, ${outdated.length} superseded`,
      },
    ),
    line(
      'ship notices',
      'portal → warehouses',
      shipped,
      [[...de01.deliveries, ...de02.deliveries].map(each => each.deliveryId), unusable],
      {
        doubled: doubled(de01.counts.deliveries, de02.counts.deliveries),
        note: `${de01.deliveries.length} to DE01 by HTTP, ${de02.deliveries.length} to DE02 by file`,
      },
    ),
    line('ship notices', 'portal → ERP', shipped, [erp.inboundDeliveries.map(each => each.deliveryNumber), unusable], {
      doubled: doubled(erp.counts.inboundDeliveries),
    }),
    line('goods receipts', 'warehouses → ERP', receipts, [erp.goodsReceipts.map(each => each.receiptNumber)], {
      doubled: doubled(erp.counts.goodsReceipts),
    }),
    line(
      'goods receipts',
      'warehouses → portal',
      receipts,
      [portal.shipments.flatMap(({ receipt }) => (receipt ? [receipt.receipt_id] : []))],
      { doubled: doubled(portal.counts.receipts) },
    ),
    line(
      'invoices',
      'portal → invoicing',
      invoices.map(({ document }) => document.invoice_no),
      [booked, cancelled, blocked],
      {
        doubled: doubled(invoicing.counts.bookings, invoicing.counts.blocks),
        note: `${booked.length} booked, ${blocked.length} blocked, ${cancelled.length} cancelled`,
      },
    ),
    line('invoice postings', 'invoicing → ERP', booked, [erp.invoicePostings.map(each => each.invoiceNumber)], {
      doubled: doubled(erp.counts.invoicePostings),
      note: `${erp.counts.invoicePostings.refused} refused, their bookings cancelled`,
    }),
    line(
      'invoice responses',
      'Lineshaft → portal',
      [...booked, ...blocked],
      [portal.shipments.flatMap(({ responses }) => responses.map(each => each.invoice_no))],
      { doubled: doubled(portal.counts.invoiceResponses) },
    ),
    line(
      'contradicting invoices',
      'portal → planner',
      invoices.flatMap(({ document, copy }) => (copy?.kind === 'conflict' ? [`${document.invoice_no}-T2`] : [])),
      [notices('invoice-in-conflict')],
      { note: `${invoices.filter(({ copy }) => copy?.kind === 'resend').length} sent again and dropped` },
    ),
  ];
}

function line(
  document: string,
  way: string,
  sent: readonly string[],
  arrivals: readonly (readonly string[])[],
  { doubled = 0, note = '' }: { doubled?: number; note?: string },
): Line {
  const arrived = arrivals.flat();
  const [was, is] = [new Set(sent), new Set(arrived)];
  return {
    document,
    way,
    sent: was.size,
    arrived: is.size,
    // In two books at once is twice as well.
    doubled: doubled + (arrived.length - is.size),
    lost: [...was].filter(id => !is.has(id)),
    strange: [...is].filter(id => !was.has(id)),
    note,
  };
}

/** Documents that a system did not take. The ERP may refuse postings: their bookings are cancelled. */
function refusals({ erp, portal, de01, de02, invoicing, planner }: Books): string[] {
  const counted = { ...erp.counts, ...portal.counts, ...invoicing.counts, de01: de01.counts.deliveries };
  const all = { ...counted, de02: de02.counts.deliveries, notices: planner.counts.notices };
  const faults = Object.entries(all).flatMap(([name, counts]) =>
    'refused' in counts && (counts.keyUsedForAnother > 0 || (counts.refused > 0 && name !== 'invoicePostings'))
      ? [`${name}: ${counts.refused} refused, ${counts.keyUsedForAnother} with a key of another document.`]
      : [],
  );
  const cancelled = invoicing.bookings.filter(({ state }) => state === 'cancelled').length;
  const { refused } = erp.counts.invoicePostings;
  return refused === cancelled
    ? faults
    : [...faults, `${refused} postings refused, but ${cancelled} bookings cancelled.`];
}

function invoicesTwice({ invoicing }: Books): string[] {
  const blocked = new Set(invoicing.blocks.map(({ invoiceNumber }) => invoiceNumber));
  const both = invoicing.bookings.map(({ invoiceNumber }) => invoiceNumber).filter(each => blocked.has(each));
  const baseless = invoicing.blocks.filter(({ reasons }) => reasons.length === 0).length;
  return [
    ...(both.length > 0 ? [`Invoices both booked and blocked: ${some(both)}.`] : []),
    ...(baseless > 0 ? [`${baseless} invoices are blocked without a reason.`] : []),
  ];
}

/** Stock in the ERP is what lies in the warehouse; nothing is on its way at the end of the day. */
function stockProblems({ erp, de01, de02 }: Books): string[] {
  return [['DE01', de01] as const, ['DE02', de02] as const].flatMap(([plant, warehouse]) => {
    const booked = new Map<string, number>();
    for (const { items } of erp.goodsReceipts.filter(each => each.plant === plant))
      for (const { material, quantity } of items) booked.set(material, (booked.get(material) ?? 0) + Number(quantity));
    const there = new Map(warehouse.stock.map(({ material, quantity }) => [material, quantity]));
    const differing = [...new Set([...booked.keys(), ...there.keys()])].filter(
      material => Math.abs((booked.get(material) ?? 0) - (there.get(material) ?? 0)) > 1e-6,
    );
    return differing.length > 0 ? [`Stock of ${plant} differs between ERP and warehouse: ${some(differing)}.`] : [];
  });
}

function some(ids: readonly string[]): string {
  return `${ids.slice(0, 5).join(', ')}${ids.length > 5 ? ` and ${ids.length - 5} more` : ''}`;
}
