import { compile } from '@lineshaft/jsonata';
import { expect, it } from 'vitest';
import { startingExpression } from './starting-expression.ts';

const order = {
  orderNo: '45',
  'ship to': { city: 'Ulm', zip: null },
  tags: ['a'],
  lines: [
    { sku: 'A', price: { amount: 2 }, dates: [{ day: 1 }] },
    { sku: 'B', note: 'x', price: { amount: 3 }, dates: [] },
  ],
  none: [],
  nothing: {},
};

it('is a line for each field, lists of objects in [ ]', () => {
  expect(startingExpression(order)).toBe(
    [
      '{',
      '  "orderNo": orderNo,',
      '  "ship to": {',
      '    "city": `ship to`.city,',
      '    "zip": `ship to`.zip',
      '  },',
      '  "tags": tags,',
      '  "lines": [lines.{',
      '    "sku": sku,',
      '    "price": {',
      '      "amount": price.amount',
      '    },',
      '    "dates": [dates.{',
      '      "day": day',
      '    }],',
      '    "note": note',
      '  }],',
      '  "none": none,',
      '  "nothing": nothing',
      '}',
    ].join('\n'),
  );
});

it.each([
  [order],
  [{ ...order, lines: [order.lines[0]] }],
  [{ rows: [{ to: { a: 1 }, days: [{ d: 1 }] }, { b: 2 }], to: [{ at: null }, { at: { x: 1 } }] }],
  [[{ a: 1 }]],
  [[{ a: 1 }, { a: 2 }]],
  ['text'],
  [7],
])('gives the document as it is', document => {
  expect(compile(startingExpression(document)).evaluate(document)).toEqual(document);
});
