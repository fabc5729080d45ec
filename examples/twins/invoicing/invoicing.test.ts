import { expect, test } from 'vitest';
import { getJson, post, startTestTwins } from '../twins.testing.ts';

const invoice = {
  invoiceNumber: 'INV-1',
  supplier: 'acme-fasteners',
  poNumber: '4500001',
  currency: 'GBP',
  netAmount: '141.60',
};

test('books an invoice once, cancels it, and shows a second booking of the same invoice', async () => {
  await using twins = await startTestTwins({ runtimeUrl: 'http://127.0.0.1:9' });
  const url = `${twins.invoicing.url}/bookings`;
  for (const key of ['a', 'a', 'b']) await post(url, invoice, { 'idempotency-key': key });
  const answer = await post(`${url}/B000001/cancellation`, {});
  expect(answer.status).toBe(201);
  expect((await post(`${url}/B000009/cancellation`, {})).status).toBe(422);
  expect(await getJson(`${twins.invoicing.url}/book`)).toMatchObject({
    counts: {
      bookings: { accepted: 2, cameAgainWithSameKey: 1, cameAgainWithOtherKey: 1 },
      cancellations: { accepted: 1, refused: 1 },
    },
    bookings: [{ state: 'cancelled' }, { state: 'booked' }],
  });
});

test('keeps a blocked invoice with its reasons, and takes none without', async () => {
  await using twins = await startTestTwins({ runtimeUrl: 'http://127.0.0.1:9' });
  const url = `${twins.invoicing.url}/blocks`;
  const reasons = [{ itemNumber: '00010', code: 'PRICE', expected: '0.118', actual: '0.124' }];
  expect((await post(url, { ...invoice, reasons })).status).toBe(201);
  expect((await post(url, { ...invoice, reasons: [] })).status).toBe(422);
  expect((await getJson(`${twins.invoicing.url}/book`)).blocks).toEqual([{ ...invoice, reasons }]);
});
