import { buyer, plants, tenantId } from './buyer.ts';
import type { Amount, OrderLine, PurchaseOrder, ScheduleLine } from './purchase-order.ts';
import { between, oneOf, seededRandom, type Random } from '../service/seeded-random.ts';
import { supplierOf, suppliers, type Material, type Supplier } from './suppliers.ts';

export interface OrderWish {
  seed: number;
  /** 1 makes PO 4500001, 2 makes PO 4500002, and so on. */
  counter: number;
  /** One of `suppliers`. Left out: the next in turn. */
  supplier?: string | undefined;
  /** How many lines. Left out: drawn, 1 to 12. */
  lines?: number | undefined;
}

const firstPoNumber = 4_500_001;
const firstIssue = Date.UTC(2026, 2, 2, 6, 15);
const dayMs = 86_400_000;

/**
 * The same order for the same wish, to the byte.
 * @throws RangeError when the ERP does not know the supplier.
 */
export function generateOrder(wish: OrderWish): PurchaseOrder {
  const random = seededRandom('order', wish.seed, wish.counter);
  const supplier = chosenSupplier(wish);
  const drawnLines = between(random, 1, 12);
  const plant = oneOf(random, plants);
  const issuedAt = firstIssue + (wish.counter - 1) * 7 * 60_000;
  const lines = Array.from({ length: wish.lines ?? drawnLines }, (_, index) =>
    orderLine(random, supplier, index, plant, issuedAt),
  );
  return {
    schemaVersion: '1.0',
    tenantId,
    documentId: String(firstPoNumber + wish.counter - 1),
    revisionId: '0',
    issueDateTime: new Date(issuedAt).toISOString().replace('.000Z', 'Z'),
    documentStatus: 'final',
    orderTypeCode: 'standard',
    purposeCode: 'original',
    buyer,
    seller: supplier.party,
    currencyCode: supplier.currencyCode,
    paymentTerms: supplier.paymentTerms,
    deliveryTerms: {
      incotermsCode: supplier.incoterms.code,
      incotermsLocation: supplier.incoterms.place ?? plant.address.cityName,
    },
    payableAmount: amount(
      lines.reduce((sum, line) => sum + Math.round(Number(line.lineAmount.value) * 100), 0),
      supplier,
    ),
    orderStatus: 'released',
    lines,
  };
}

/** In turn, so that a short run shows every supplier. */
function chosenSupplier({ seed, counter, supplier: id }: OrderWish): Supplier {
  const supplier = id === undefined ? suppliers.at((seed + counter - 2) % suppliers.length) : supplierOf(id);
  if (supplier !== undefined) return supplier;
  const known = suppliers.map(each => each.id).join(', ');
  throw new RangeError(`The ERP has no supplier "${id ?? ''}". It orders from ${known}.`);
}

function orderLine(
  random: Random,
  supplier: Supplier,
  index: number,
  plant: OrderLine['deliveryLocation'],
  issuedAt: number,
): OrderLine {
  const material = oneOf(random, supplier.materials);
  const lots = between(random, 1, material.lots);
  const quantity = lots * material.lot;
  return {
    lineId: String((index + 1) * 10),
    lineStatus: 'open',
    item: {
      buyersItemId: material.number,
      sellersItemId: material.suppliersNumber,
      standardItemId: { value: material.gtin, schemeId: '0160' },
      name: material.name,
      ...(material.revision === undefined ? {} : { revisionId: material.revision }),
      commodityClassifications: [{ value: material.hs, schemeId: 'HS' }],
      originCountryCode: material.origin,
    },
    quantity: { value: String(quantity), unitCode: material.unit },
    price: {
      amount: amount(material.price, supplier),
      baseQuantity: { value: String(material.priceBase), unitCode: material.unit },
    },
    lineAmount: amount(Math.round((quantity * material.price) / material.priceBase), supplier),
    underDeliveryTolerancePercent: '0',
    overDeliveryTolerancePercent: material.unit === 'H87' ? '0' : '5',
    deliveryLocation: plant,
    scheduleLines: scheduleLines(random, material, lots, issuedAt),
  };
}

/** The quantity in one to three deliveries, one to two weeks apart, the first in two to six weeks. */
function scheduleLines(random: Random, material: Material, lots: number, issuedAt: number): ScheduleLine[] {
  const deliveries = Math.min(lots, between(random, 1, 3));
  const firstDelivery = issuedAt + between(random, 14, 42) * dayMs;
  const daysApart = between(random, 7, 14);
  return Array.from({ length: deliveries }, (_, index) => {
    const share = Math.floor(lots / deliveries) + (index === 0 ? lots % deliveries : 0);
    return {
      scheduleLineId: String(index + 1),
      quantity: { value: String(share * material.lot), unitCode: material.unit },
      requestedDeliveryDate: onWorkday(firstDelivery + index * daysApart * dayMs),
    };
  });
}

/** Saturdays and Sundays become the Monday after. */
function onWorkday(time: number): string {
  const weekday = new Date(time).getUTCDay();
  const later = weekday === 6 ? 2 : weekday === 0 ? 1 : 0;
  return new Date(time + later * dayMs).toISOString().slice(0, 10);
}

function amount(hundredths: number, supplier: Supplier): Amount {
  const text = `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}`;
  return { value: text, currencyCode: supplier.currencyCode };
}
