import type { PurchaseOrder } from './purchase-order.ts';

/** What was agreed, in the ERP's own words: five-digit items, its own units. */
export interface OrderTerms {
  supplier: string;
  currency: string;
  plant: string;
  items: OrderItem[];
}

interface OrderItem {
  itemNumber: string;
  material: string;
  quantity: string;
  unit: string;
  /** For `priceBase` units. */
  price: string;
  priceBase: string;
  deliveries: { sequence: string; quantity: string; date: string }[];
}

const units: Record<string, string> = { H87: 'ST', KGM: 'KG', MTR: 'M', LTR: 'L', SET: 'SET' };

/** The terms of a canonical order as it stands now. */
export function termsOf(order: PurchaseOrder): OrderTerms {
  return {
    supplier: supplierIdOf(order),
    currency: order.currencyCode,
    plant: order.lines[0]?.deliveryLocation.plantCode ?? '',
    items: order.lines.map(line => ({
      itemNumber: line.lineId.padStart(5, '0'),
      material: line.item.buyersItemId,
      quantity: line.quantity.value,
      unit: units[line.quantity.unitCode] ?? line.quantity.unitCode,
      price: line.price.amount.value,
      priceBase: line.price.baseQuantity?.value ?? '1',
      deliveries: line.scheduleLines.map(delivery => ({
        sequence: delivery.scheduleLineId.padStart(4, '0'),
        quantity: delivery.quantity.value,
        date: delivery.requestedDeliveryDate,
      })),
    })),
  };
}

/** The buyer's own code for the seller. */
export function supplierIdOf(order: PurchaseOrder): string {
  return order.seller.partyIds.find(id => id.schemeId === '92')?.value ?? '';
}
