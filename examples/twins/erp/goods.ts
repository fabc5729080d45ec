import { BoundedList } from '../service/bounded-list.ts';
import { BoundedMap, remembered } from '../service/bounded-map.ts';
import { createCheck } from '../service/check.ts';

/** Goods on their way to a plant, under the number of the supplier's ship notice. */
export interface InboundDelivery {
  deliveryNumber: string;
  poNumber: string;
  supplier: string;
  plant: string;
  items: GoodsItem[];
}

/** Goods that a warehouse has taken in. */
export interface GoodsReceipt {
  receiptNumber: string;
  deliveryNumber: string;
  poNumber: string;
  plant: string;
  items: GoodsItem[];
}

interface GoodsItem {
  itemNumber: string;
  material: string;
  quantity: string;
  unit: string;
}

/** What the ERP believes to lie in a plant. */
interface StockPosition {
  material: string;
  unit: string;
  onHand: number;
  inTransit: number;
}

export interface Goods {
  deliveries(): readonly InboundDelivery[];
  receipts(): readonly GoodsReceipt[];
  announce(delivery: InboundDelivery): void;
  receive(receipt: GoodsReceipt): void;
  /** Received of an order so far, by item. */
  receivedOf(poNumber: string): ReadonlyMap<string, number>;
  stock(plant: string): StockPosition[];
}

/** Deliveries and receipts of all plants, and the stock that follows from them. */
export function createGoods(): Goods {
  const deliveries = new BoundedList<InboundDelivery>();
  const receipts = new BoundedList<GoodsReceipt>();
  const arrived = new BoundedMap<string, true>(remembered);
  const inTransit = new Map<string, InboundDelivery>();
  const received = new BoundedMap<string, Map<string, number>>(remembered);
  const onHand = new Map<string, Map<string, StockPosition>>();

  return {
    deliveries: () => deliveries.entries,
    receipts: () => receipts.entries,
    announce(delivery) {
      deliveries.add(delivery);
      // A receipt may be booked before the ship notice is: then nothing of it is on its way any more.
      if (!arrived.has(delivery.deliveryNumber)) inTransit.set(delivery.deliveryNumber, delivery);
    },
    receive(receipt) {
      receipts.add(receipt);
      arrived.set(receipt.deliveryNumber, true);
      inTransit.delete(receipt.deliveryNumber);
      const ofOrder = received.get(receipt.poNumber) ?? new Map<string, number>();
      received.set(receipt.poNumber, ofOrder);
      const ofPlant = onHand.get(receipt.plant) ?? new Map<string, StockPosition>();
      onHand.set(receipt.plant, ofPlant);
      for (const item of receipt.items) {
        ofOrder.set(item.itemNumber, (ofOrder.get(item.itemNumber) ?? 0) + Number(item.quantity));
        positionOf(ofPlant, item).onHand += Number(item.quantity);
      }
    },
    receivedOf: poNumber => received.get(poNumber) ?? new Map(),
    stock(plant) {
      const positions = structuredClone(onHand.get(plant) ?? new Map<string, StockPosition>());
      for (const delivery of inTransit.values()) {
        if (delivery.plant !== plant) continue;
        for (const item of delivery.items) positionOf(positions, item).inTransit += Number(item.quantity);
      }
      return [...positions.values()].toSorted((a, b) => (a.material < b.material ? -1 : 1));
    },
  };
}

function positionOf(positions: Map<string, StockPosition>, { material, unit }: GoodsItem): StockPosition {
  const position = positions.get(material) ?? { material, unit, onHand: 0, inTransit: 0 };
  positions.set(material, position);
  return position;
}

const units = ['ST', 'KG', 'M', 'L', 'SET'];

export function readInboundDelivery(body: unknown): { document: InboundDelivery } | { reasons: string[] } {
  return readGoods<InboundDelivery>(
    body,
    ['deliveryNumber', 'poNumber', 'supplier', 'plant'],
    quantity => quantity > 0,
  );
}

export function readGoodsReceipt(body: unknown): { document: GoodsReceipt } | { reasons: string[] } {
  return readGoods<GoodsReceipt>(body, ['receiptNumber', 'deliveryNumber', 'poNumber', 'plant'], () => true);
}

function readGoods<Document>(
  body: unknown,
  texts: readonly string[],
  enough: (quantity: number) => boolean,
): { document: Document } | { reasons: string[] } {
  const check = createCheck();
  const document = check.object(body, 'the body');
  for (const name of texts) check.text(document, name);
  for (const [index, entry] of check.list(document, 'items').entries()) {
    const where = `items[${index}].`;
    const item = check.object(entry, `items[${index}]`);
    check.matches(item, 'itemNumber', /^\d{5}$/, 'five digits', where);
    check.text(item, 'material', where);
    check.matches(item, 'quantity', /^\d{1,13}(\.\d{1,6})?$/, 'a decimal text such as "12.5"', where);
    check.that(enough(Number(item['quantity'])), `${where}quantity must be more than 0.`);
    check.oneOf(item, 'unit', units, where);
  }
  return check.reasons.length > 0 ? { reasons: check.reasons } : { document: body as Document };
}
