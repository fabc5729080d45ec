import { BoundedList } from '../service/bounded-list.ts';
import { seededRandom } from '../service/seeded-random.ts';

/** Goods that a warehouse is told to expect, whatever the shape in which it was told. */
export interface Delivery {
  deliveryId: string;
  poNumber: string;
  supplier: string;
  /** `2026-03-24` */
  expectedOn: string;
  items: DeliveryItem[];
}

interface DeliveryItem {
  lineNumber: number;
  poItem: string;
  material: string;
  quantity: number;
  unit: string;
}

/** Goods that were taken in. */
export interface Receipt {
  receiptId: string;
  delivery: Delivery;
  items: (DeliveryItem & { received: number; condition: 'GOOD' | 'SHORT' | 'DAMAGED' })[];
  /** It has reached the other side. */
  handedOver: boolean;
}

export interface StockEntry {
  material: string;
  unit: string;
  quantity: number;
}

export interface WarehouseBook {
  deliveries(): readonly Delivery[];
  receipts(): readonly Receipt[];
  stock(): StockEntry[];
  expect(delivery: Delivery): void;
  /** The goods are at the dock: what is counted there goes on stock. */
  receive(delivery: Delivery): Receipt;
  /** Somebody counts, or breaks something: stock changes and nobody else hears of it. */
  correct(material: string, unit: string, difference: number): StockEntry;
}

/** The goods of one warehouse. What is found at the dock follows from seed, plant and delivery. */
export function createWarehouseBook(plant: string, seed: number): WarehouseBook {
  const deliveries = new BoundedList<Delivery>();
  const receipts = new BoundedList<Receipt>();
  const stock = new Map<string, StockEntry>();

  return {
    deliveries: () => deliveries.entries,
    receipts: () => receipts.entries,
    stock: () => [...stock.values()].toSorted((a, b) => (a.material < b.material ? -1 : 1)),
    expect: delivery => deliveries.add(delivery),
    receive(delivery) {
      const random = seededRandom('receive', seed, plant, delivery.deliveryId);
      const items = delivery.items.map(item => {
        const luck = random();
        const condition =
          item.quantity > 1 && luck < 0.006 ? 'SHORT' : item.quantity > 1 && luck < 0.01 ? 'DAMAGED' : 'GOOD';
        return { ...item, received: condition === 'GOOD' ? item.quantity : item.quantity - 1, condition } as const;
      });
      for (const item of items) add(item.material, item.unit, item.received);
      const receipt = { receiptId: `GR-${plant}-${delivery.deliveryId.slice(4)}`, delivery, items, handedOver: false };
      receipts.add(receipt);
      return receipt;
    },
    correct: add,
  };

  function add(material: string, unit: string, quantity: number): StockEntry {
    const entry = stock.get(material) ?? { material, unit, quantity: 0 };
    entry.quantity += quantity;
    stock.set(material, entry);
    return entry;
  }
}
