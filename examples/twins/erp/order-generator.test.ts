import { describe, expect, test } from 'vitest';
import { plants } from './buyer.ts';
import { generateOrder } from './order-generator.ts';
import { suppliers } from './suppliers.ts';

const counters = Array.from({ length: 200 }, (_, index) => index + 1);

describe('generated orders', () => {
  test('are the same, to the byte, for the same seed and counter', () => {
    for (const counter of counters) {
      const once = JSON.stringify(generateOrder({ seed: 3, counter }));
      expect(JSON.stringify(generateOrder({ seed: 3, counter }))).toBe(once);
    }
  });

  test('differ with the seed', () => {
    const [one, two] = [1, 2].map(seed =>
      JSON.stringify(generateOrder({ seed, counter: 5, supplier: 'acme-fasteners' })),
    );
    expect(one).not.toBe(two);
  });

  test('are numbered from 4500001 without gaps', () => {
    expect(counters.map(counter => generateOrder({ seed: 1, counter }).documentId)).toEqual(
      counters.map(counter => String(4_500_000 + counter)),
    );
  });

  test('go to every supplier and every plant, with 1 to 12 lines', () => {
    const orders = counters.map(counter => generateOrder({ seed: 1, counter }));
    expect(new Set(orders.map(order => order.seller.name)).size).toBe(suppliers.length);
    expect(new Set(orders.map(order => order.lines[0]?.deliveryLocation.plantCode)).size).toBe(plants.length);
    const lengths = new Set(orders.map(order => order.lines.length));
    expect([Math.min(...lengths), Math.max(...lengths)]).toEqual([1, 12]);
  });

  test('deliver exactly what is ordered, on workdays after the day of the order', () => {
    for (const counter of counters) {
      const order = generateOrder({ seed: 2, counter });
      for (const line of order.lines) {
        const delivered = line.scheduleLines.reduce((sum, delivery) => sum + Number(delivery.quantity.value), 0);
        expect(delivered).toBe(Number(line.quantity.value));
        for (const { requestedDeliveryDate, quantity } of line.scheduleLines) {
          expect(Number(quantity.value)).toBeGreaterThan(0);
          expect([1, 2, 3, 4, 5]).toContain(new Date(requestedDeliveryDate).getUTCDay());
          expect(requestedDeliveryDate > order.issueDateTime.slice(0, 10)).toBe(true);
        }
      }
    }
  });

  test('add up: lines to their price, the order to its lines', () => {
    for (const counter of counters) {
      const order = generateOrder({ seed: 2, counter });
      let sum = 0;
      for (const line of order.lines) {
        const { amount, baseQuantity } = line.price;
        const exact = (Number(line.quantity.value) * Number(amount.value)) / Number(baseQuantity?.value);
        expect(Math.abs(Number(line.lineAmount.value) - exact)).toBeLessThan(0.0051);
        sum += Math.round(Number(line.lineAmount.value) * 100);
      }
      expect(Math.round(Number(order.payableAmount.value) * 100)).toBe(sum);
    }
  });

  test('take a supplier and a number of lines from the wish, and refuse a supplier that is not known', () => {
    const order = generateOrder({ seed: 1, counter: 1, supplier: 'nordic-castings', lines: 3 });
    expect([order.seller.name, order.lines.length]).toEqual(['Nordic Castings AB', 3]);
    expect(() => generateOrder({ seed: 1, counter: 1, supplier: 'nobody' })).toThrow(
      'The ERP has no supplier "nobody". It orders from acme-fasteners,',
    );
  });
});

test('every GLN and GTIN has the check digit that GS1 asks for', () => {
  const numbers = suppliers
    .flatMap(({ party, materials }) => [...party.partyIds.map(id => id.value), ...materials.map(({ gtin }) => gtin)])
    .concat(plants.flatMap(({ locationIds }) => locationIds.map(id => id.value)))
    .filter(value => /^\d+$/.test(value));
  expect(numbers.length).toBeGreaterThan(30);
  for (const number of numbers) {
    const weighted = number.split('').reduce((sum, digit, index) => sum + Number(digit) * (index % 2 === 0 ? 1 : 3), 0);
    expect([number, weighted % 10]).toEqual([number, 0]);
  }
});
