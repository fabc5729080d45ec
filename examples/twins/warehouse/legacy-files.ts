import type { Delivery, Receipt, StockEntry } from './warehouse-book.ts';

/** A file for the old system of DE02: capitals, quantities with three decimals, dates YYYYMMDD. */
interface LegacyDelivery {
  REC: 'ASN';
  ASN_NO: string;
  PO_NO: string;
  SUPPLIER: string;
  ETA: string;
  LINES: { LN: number; PO_ITEM: string; MATERIAL: string; QTY: string; UOM: string }[];
}

/** @throws Error that says what is wrong with the file. */
export function readLegacyDelivery(text: string): Delivery {
  const file = JSON.parse(text) as Partial<LegacyDelivery>;
  const { REC, ASN_NO, PO_NO, SUPPLIER, ETA, LINES } = file;
  if (REC !== 'ASN' || !ASN_NO || !PO_NO || !SUPPLIER || !/^\d{8}$/.test(ETA ?? '') || !LINES?.length)
    throw new Error('the file is no ASN, or lacks ASN_NO, PO_NO, SUPPLIER, ETA or LINES');
  return {
    deliveryId: ASN_NO,
    poNumber: PO_NO,
    supplier: SUPPLIER,
    expectedOn: ETA?.replace(/^(....)(..)(..)$/, '$1-$2-$3') ?? '',
    items: LINES.map(line => {
      if (!/^\d+\.\d{3}$/.test(line.QTY) || !line.MATERIAL || !/^\d{5}$/.test(line.PO_ITEM) || !line.UOM)
        throw new Error(`line ${line.LN} lacks QTY with three decimals, MATERIAL, PO_ITEM or UOM`);
      return {
        lineNumber: line.LN,
        poItem: line.PO_ITEM,
        material: line.MATERIAL,
        quantity: Number(line.QTY),
        unit: line.UOM,
      };
    }),
  };
}

export function legacyReceipt({ receiptId, delivery, items }: Receipt): string {
  return JSON.stringify({
    REC: 'GR',
    GR_NO: receiptId,
    ASN_NO: delivery.deliveryId,
    PO_NO: delivery.poNumber,
    SUPPLIER: delivery.supplier,
    GR_DATE: delivery.expectedOn.replaceAll('-', ''),
    LINES: items.map(item => ({
      LN: item.lineNumber,
      PO_ITEM: item.poItem,
      MATERIAL: item.material,
      ASN_QTY: item.quantity.toFixed(3),
      GR_QTY: item.received.toFixed(3),
      UOM: item.unit,
      COND: { GOOD: 'G', SHORT: 'S', DAMAGED: 'D' }[item.condition],
    })),
  });
}

export function legacyStock(stock: readonly StockEntry[], number: number): string {
  return JSON.stringify({
    REC: 'STOCK',
    PLANT: 'DE02',
    STOCK_NO: number,
    LINES: stock.map(({ material, unit, quantity }) => ({
      MATERIAL: material,
      QTY: quantity.toFixed(3),
      UOM: unit,
    })),
  });
}
