import { orderDocument, orderMapping } from './order-documents.ts';
import { x12Document, x12ByReduce, x12ByWindow, x12InJavaScript } from './x12-mappings.ts';

/** One mapping, and the same by hand, over documents of several sizes. */
export interface MappingCase {
  name: string;
  /** Lines or rows of the documents. */
  sizes: number[];
  text: string;
  document: (size: number) => unknown;
  byHand: (document: never) => unknown;
}

const rename = `{
  "orderNo": poNumber, "issued": orderDate, "currency": currencyCode, "buyerId": buyer.id, "buyerName": buyer.name,
  "sellerId": seller.id, "sellerName": seller.name, "incoterms": terms.code, "place": terms.location, "note": remark
}`;

interface Header {
  poNumber: string;
  orderDate: string;
  currencyCode: string;
  buyer: { id: string; name: string };
  seller: { id: string; name: string };
  terms: { code: string; location: string };
  remark: string;
}

const header: Header = {
  poNumber: '4500017042',
  orderDate: '2026-11-23',
  currencyCode: 'EUR',
  buyer: { id: '4012345000009', name: 'Maschinenbau Nord GmbH' },
  seller: { id: '100234', name: 'ACME Fasteners' },
  terms: { code: 'DAP', location: 'Hamburg' },
  remark: 'Deliver to gate 4',
};

interface Order {
  documentId: string;
  revisionId: string;
  issueDateTime: string;
  buyer: { partyIds: { value: string }[] };
  currencyCode: string;
  deliveryTerms: { incotermsCode: string; incotermsLocation: string };
  lines: {
    lineId: string;
    item: { sellersItemId: string; name: string };
    quantity: { value: string; unitCode: string };
    price: { amount: { value: string } };
    scheduleLines: { requestedDeliveryDate: string }[];
  }[];
}

/** Flat rows, as an ERP's table gives them, to packages with their items. */
const shipNotice = `{
  "notice": rows[0].notice,
  "packages": [ $each(rows{ sscc: $[] }, function($items, $sscc) { {
    "sscc": $sscc,
    "weight": $sum($items.weight),
    "items": [ $items.{ "sku": sku, "quantity": quantity, "batch": batch } ]
  } }) ]
}`;

interface Row {
  notice: string;
  sscc: string;
  sku: string;
  quantity: number;
  batch: string;
  weight: number;
}

const rowsPerPackage = 5;

function shipNoticeRows(count: number): { rows: Row[] } {
  const rows = Array.from({ length: count }, (_, index) => ({
    notice: 'ASN-8812',
    sscc: `0034012345${String(Math.floor(index / rowsPerPackage)).padStart(8, '0')}`,
    sku: `AF-${9000 + index}`,
    quantity: 10 + (index % 7),
    batch: `B${index % 13}`,
    weight: 1.5 + (index % 3),
  }));
  return { rows };
}

/** An invoice against what was ordered and what was received. */
const threeWayMatch = `(
  $orderLines := order.lines;
  $receipts := receipts;
  {
    "invoice": invoice.number,
    "matches": [ invoice.lines.(
      $line := $;
      $ordered := $orderLines[lineNo = $line.orderLine];
      $received := $sum($receipts[orderLine = $line.orderLine].quantity);
      {
        "line": $line.lineNo,
        "sku": $ordered.sku,
        "priceDifference": $round($line.price - $ordered.price, 2),
        "quantityDifference": $line.quantity - $received,
        "status": $line.price > $ordered.price ? "price" : $line.quantity > $received ? "quantity" : "ok"
      }
    ) ]
  }
)`;

interface ThreeWay {
  invoice: { number: string; lines: { lineNo: number; orderLine: number; price: number; quantity: number }[] };
  order: { lines: { lineNo: number; sku: string; price: number; quantity: number }[] };
  receipts: { orderLine: number; quantity: number }[];
}

/** Every line was received in two parts. */
function threeWayDocument(count: number): ThreeWay {
  const numbers = Array.from({ length: count }, (_, index) => (index + 1) * 10);
  return {
    invoice: {
      number: 'R-2026-118',
      lines: numbers.map((orderLine, index) => ({
        lineNo: index + 1,
        orderLine,
        price: index % 9 === 0 ? 4.75 : 4.5,
        quantity: index % 5 === 0 ? 120 : 100,
      })),
    },
    order: { lines: numbers.map(lineNo => ({ lineNo, sku: `AF-${lineNo}`, price: 4.5, quantity: 100 })) },
    receipts: numbers.flatMap(orderLine => [
      { orderLine, quantity: 60 },
      { orderLine, quantity: 40 },
    ]),
  };
}

export const mappingCases: MappingCase[] = [
  {
    name: 'rename 10 fields',
    sizes: [1],
    text: rename,
    document: () => header,
    byHand: ({ poNumber, orderDate, currencyCode, buyer, seller, terms, remark }: Header) => ({
      orderNo: poNumber,
      issued: orderDate,
      currency: currencyCode,
      buyerId: buyer.id,
      buyerName: buyer.name,
      sellerId: seller.id,
      sellerName: seller.name,
      incoterms: terms.code,
      place: terms.location,
      note: remark,
    }),
  },
  {
    name: 'order to supplier payload',
    sizes: [10, 100, 1000],
    text: orderMapping,
    document: size => orderDocument('4500017042', size),
    byHand: (order: Order) => ({
      order_no: order.documentId,
      rev: order.revisionId,
      issued: order.issueDateTime.slice(0, 10),
      buyer: order.buyer.partyIds[0]?.value,
      currency: order.currencyCode,
      terms: `${order.deliveryTerms.incotermsCode} ${order.deliveryTerms.incotermsLocation}`,
      positions: order.lines.map(line => ({
        pos: line.lineId,
        sku: line.item.sellersItemId,
        text: line.item.name,
        qty: Number(line.quantity.value),
        uom: line.quantity.unitCode === 'H87' ? 'PCE' : line.quantity.unitCode,
        net: Number(line.price.amount.value),
        due: line.scheduleLines[0]?.requestedDeliveryDate,
      })),
    }),
  },
  {
    name: 'ship-notice rows grouped',
    sizes: [10, 100, 1000],
    text: shipNotice,
    document: shipNoticeRows,
    byHand: ({ rows }: { rows: Row[] }) => {
      const packages = new Map<string, { sscc: string; weight: number; items: object[] }>();
      for (const { sscc, weight, sku, quantity, batch } of rows) {
        let one = packages.get(sscc);
        if (one === undefined) packages.set(sscc, (one = { sscc, weight: 0, items: [] }));
        one.weight += weight;
        one.items.push({ sku, quantity, batch });
      }
      return { notice: rows[0]?.notice, packages: [...packages.values()] };
    },
  },
  {
    name: 'three-way match',
    sizes: [10, 100, 300],
    text: threeWayMatch,
    document: threeWayDocument,
    byHand: ({ invoice, order, receipts }: ThreeWay) => {
      const ordered = new Map(order.lines.map(line => [line.lineNo, line]));
      const received = new Map<number, number>();
      for (const { orderLine, quantity } of receipts)
        received.set(orderLine, (received.get(orderLine) ?? 0) + quantity);
      const matches = invoice.lines.map(line => {
        const from = ordered.get(line.orderLine);
        const price = from?.price ?? 0;
        const quantity = received.get(line.orderLine) ?? 0;
        return {
          line: line.lineNo,
          sku: from?.sku,
          priceDifference: Math.round((line.price - price) * 100) / 100,
          quantityDifference: line.quantity - quantity,
          status: line.price > price ? 'price' : line.quantity > quantity ? 'quantity' : 'ok',
        };
      });
      return { invoice: invoice.number, matches };
    },
  },
  {
    name: 'X12 850 by window',
    sizes: [10, 100, 300],
    text: x12ByWindow,
    document: x12Document,
    byHand: x12InJavaScript,
  },
  {
    name: 'X12 850 by $reduce',
    sizes: [10, 100, 300],
    text: x12ByReduce,
    document: x12Document,
    byHand: x12InJavaScript,
  },
];
