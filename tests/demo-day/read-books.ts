import type { Twins } from '@lineshaft/twins';

/** What a twin took of one kind of document. */
export interface Counts {
  accepted: number;
  cameAgainWithSameKey: number;
  cameAgainWithOtherKey: number;
  keyUsedForAnother: number;
  refused: number;
}

interface Outbox {
  documents: number;
  waiting: number;
  sentTwice: number;
  heldBack: number;
  refusals: number;
}

interface Item {
  itemNumber: string;
  material: string;
  quantity: string;
}

interface ErpBook {
  counts: Record<'commitments' | 'inboundDeliveries' | 'goodsReceipts' | 'invoicePostings', Counts> & { sent: Outbox };
  orders: {
    poNumber: string;
    release?: { acceptance?: unknown };
    changes: { revision: string; acceptance?: unknown }[];
    commitments: { acknowledgementId: string }[];
  }[];
  inboundDeliveries: { deliveryNumber: string; plant: string; items: Item[] }[];
  goodsReceipts: { receiptNumber: string; plant: string; items: Item[] }[];
  invoicePostings: { invoiceNumber: string }[];
}

interface PortalBook {
  counts: Record<'orders' | 'changes' | 'receipts' | 'invoiceResponses', Counts> & { sent: Outbox };
  orders: {
    kind: 'order' | 'change';
    orderNo: string;
    revision: string;
    acknowledgement?: { ackId: string; accepted: boolean };
  }[];
  shipments: {
    notice: { notice_id: string };
    noticeAccepted: boolean;
    receipt?: { receipt_id: string };
    invoice?: {
      document: { invoice_no: string };
      accepted: boolean;
      copy?: { kind: 'resend' | 'conflict'; accepted: boolean };
    };
    responses: { invoice_no: string }[];
  }[];
}

interface WarehouseBook {
  counts: { deliveries: Counts; sent?: Outbox };
  deliveries: { deliveryId: string }[];
  receipts: { receiptId: string; handedOver: boolean; items: { material: string; received: number }[] }[];
  stock: { material: string; quantity: number }[];
}

interface InvoicingBook {
  counts: Record<'bookings' | 'cancellations' | 'blocks', Counts>;
  bookings: { invoiceNumber: string; state: 'booked' | 'cancelled' }[];
  blocks: { invoiceNumber: string; reasons: { code: string }[] }[];
}

interface PlannerBook {
  counts: { notices: Counts; byKind: Record<string, number> };
  notices: { kind: string; documentId: string }[];
}

/** The books of all twins at one moment. */
export interface Books {
  erp: ErpBook;
  portal: PortalBook;
  de01: WarehouseBook;
  de02: WarehouseBook;
  invoicing: InvoicingBook;
  planner: PlannerBook;
}

export async function readBooks(twins: Twins): Promise<Books> {
  const [erp, portal, de01, de02, invoicing, planner] = await Promise.all(
    [twins.erp, twins.portal, twins.warehouseDe01, twins.warehouseDe02, twins.invoicing, twins.planner].map(
      async ({ url }) => (await fetch(`${url}/book`)).json(),
    ),
  );
  return { erp, portal, de01, de02, invoicing, planner } as Books;
}
