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
  deliveries(): InboundDelivery[];
  receipts(): GoodsReceipt[];
  announce(delivery: InboundDelivery): void;
  receive(receipt: GoodsReceipt): void;
  /** Received of an order so far, by item. */
  receivedOf(poNumber: string): Map<string, number>;
  stock(plant: string): StockPosition[];
}

/** Deliveries and receipts of all plants; stock is what follows from them. */
export function createGoods(): Goods {
  const deliveries: InboundDelivery[] = [];
  const receipts: GoodsReceipt[] = [];

  return {
    deliveries: () => deliveries,
    receipts: () => receipts,
    announce: delivery => void deliveries.push(delivery),
    receive: receipt => void receipts.push(receipt),
    receivedOf(poNumber) {
      const received = new Map<string, number>();
      for (const receipt of receipts.filter(each => each.poNumber === poNumber))
        for (const { itemNumber, quantity } of receipt.items)
          received.set(itemNumber, (received.get(itemNumber) ?? 0) + Number(quantity));
      return received;
    },
    stock(plant) {
      const positions = new Map<string, StockPosition>();
      const position = ({ material, unit }: GoodsItem) => {
        const known = positions.get(material) ?? { material, unit, onHand: 0, inTransit: 0 };
        positions.set(material, known);
        return known;
      };
      // A receipt may be booked before the ship notice is: then nothing of it is on its way any more.
      const arrived = new Set(receipts.map(receipt => receipt.deliveryNumber));
      for (const receipt of receipts.filter(each => each.plant === plant))
        for (const item of receipt.items) position(item).onHand += Number(item.quantity);
      for (const delivery of deliveries.filter(each => each.plant === plant && !arrived.has(each.deliveryNumber)))
        for (const item of delivery.items) position(item).inTransit += Number(item.quantity);
      return [...positions.values()].toSorted((a, b) => (a.material < b.material ? -1 : 1));
    },
  };
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
