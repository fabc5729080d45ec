import { describe, expect, test } from 'vitest';
import { generateOrder } from './order-generator.ts';
import { startReceiver } from '../receiver.testing.ts';
import { eventually, example, getJson, post, startTestTwins } from '../twins.testing.ts';

describe('the ERP releases orders', () => {
  test('on its clock, with an idempotency key and a correlation id of its own, and remembers them', async () => {
    await using runtime = await startReceiver();
    await using twins = await startTestTwins({ runtimeUrl: runtime.url, seed: 9, orderEveryMs: 20 });
    await eventually(() => expect(runtime.accepted().length).toBeGreaterThanOrEqual(3));

    const first = runtime.accepted()[0];
    expect(first?.path).toBe('/in/erp/purchase-orders');
    expect(first?.headers).toMatchObject({
      'content-type': 'application/json',
      'idempotency-key': '4500001-0',
      'x-correlation-id': 'order-4500001',
    });
    expect(first?.body).toEqual(generateOrder({ seed: 9, counter: 1 }));
    const { orders } = await getJson(`${twins.erp.url}/book`);
    expect(orders[0]).toMatchObject({
      poNumber: '4500001',
      state: 'sent',
      release: { idempotencyKey: '4500001-0', acceptance: { status: 202, attempts: 1, duplicate: false } },
    });
  });

  test('the same ones again for the same seed', async () => {
    const runs = [];
    for (let run = 0; run < 2; run++) {
      await using runtime = await startReceiver();
      await using twins = await startTestTwins({ runtimeUrl: runtime.url, seed: 4 });
      for (let order = 1; order <= 5; order++) {
        await fetch(`${twins.erp.url}/release`, { method: 'POST' });
        await eventually(() => expect(runtime.accepted().length).toBe(order));
      }
      runs.push(JSON.stringify(runtime.accepted().map(({ body }) => body)));
    }
    expect(runs[0]).toBe(runs[1]);
  });

  test('when asked, with the supplier and the lines that are asked for', async () => {
    await using runtime = await startReceiver();
    await using twins = await startTestTwins({ runtimeUrl: runtime.url });
    const answer = await post(`${twins.erp.url}/release`, { supplier: 'acme-fasteners', lines: 3 });
    expect(answer.status).toBe(202);
    expect(await answer.json()).toMatchObject({ poNumber: '4500001', state: 'released' });
    await eventually(() => expect(runtime.accepted()).toHaveLength(1));
    expect(runtime.accepted()[0]?.body).toMatchObject({ seller: { name: 'ACME Fasteners Ltd' } });
    expect(runtime.accepted()[0]?.body.lines).toHaveLength(3);
  });

  test('and refuses a wish that it cannot fulfil', async () => {
    await using twins = await startTestTwins({ runtimeUrl: 'http://127.0.0.1:9' });
    const answer = await post(`${twins.erp.url}/release`, { supplier: 'nobody', lines: 0, when: 'now' });
    expect(answer.status).toBe(422);
    expect(await answer.json()).toEqual({
      reasons: [
        expect.stringContaining('supplier must be one of acme-fasteners, nordic-castings'),
        'lines must be a whole number from 1 to 5000.',
        'There is no field "when": send supplier and lines, or order.',
      ],
    });
  });

  test('past the numbers that an earlier run used, when the runtime says that it knows them', async () => {
    await using runtime = await startReceiver();
    for (let used = 4_500_001; used <= 4_500_020; used++) {
      await post(runtime.url, {}, { 'idempotency-key': `${used}-0` });
    }
    await using twins = await startTestTwins({ runtimeUrl: runtime.url });
    await fetch(`${twins.erp.url}/release`, { method: 'POST' });
    const fresh = await eventually(() => {
      const last = runtime.accepted().at(-1);
      expect(last?.path).toBe('/in/erp/purchase-orders');
      return last;
    });
    expect(Number(fresh?.body.documentId)).toBeGreaterThan(4_500_020);
    expect(runtime.received.length).toBeLessThan(20 + 7);
  });
});

describe('the ERP takes commitments', () => {
  test('and writes them in its book, beside the order', async () => {
    await using runtime = await startReceiver();
    await using twins = await startTestTwins({ runtimeUrl: runtime.url });
    await post(`${twins.erp.url}/release`, { supplier: 'acme-fasteners', lines: 1 });
    const commitment = { ...(await example('supplier-acknowledgement/expected/one-row.to-erp')), poNumber: '4500001' };
    const answer = await post(`${twins.erp.url}/purchase-orders/4500001/commitments`, commitment, {
      'idempotency-key': 'a',
    });
    expect(answer.status).toBe(201);
    const order = await getJson(`${twins.erp.url}/purchase-orders/4500001`);
    expect(order).toMatchObject({ state: 'acknowledged', commitments: [commitment], release: { lines: 1 } });
  });

  test('once for each idempotency key, and counts what comes again with the same or another key', async () => {
    await using twins = await startTestTwins({ runtimeUrl: 'http://127.0.0.1:9' });
    const commitment = await example('supplier-acknowledgement/expected/a-tenth-less.to-erp');
    const url = `${twins.erp.url}/purchase-orders/${commitment.poNumber}/commitments`;
    const answers = [];
    for (const key of ['a', 'a', 'a', 'b']) answers.push(await post(url, commitment, { 'idempotency-key': key }));
    expect(answers.map(({ status }) => status)).toEqual([201, 200, 200, 201]);
    expect(await answers[1]?.json()).toEqual(await answers[0]?.json());

    const another = await post(url, { ...commitment, acknowledgementId: 'ACK-2' }, { 'idempotency-key': 'a' });
    expect(another.status).toBe(422);
    expect(await another.json()).toEqual({ reasons: ['The Idempotency-Key a was used for another document.'] });

    const book = await getJson(`${twins.erp.url}/book`);
    expect(book.counts.commitments).toEqual({
      accepted: 2,
      cameAgainWithSameKey: 2,
      cameAgainWithOtherKey: 1,
      keyUsedForAnother: 1,
      refused: 0,
    });
    expect(book.counts.orders).toMatchObject({ acknowledgedWithChanges: 1 });
    expect(book.orders[0].commitments).toHaveLength(2);
  });

  test('and refuses one that makes no sense, with every reason', async () => {
    await using twins = await startTestTwins({ runtimeUrl: 'http://127.0.0.1:9' });
    const answer = await post(`${twins.erp.url}/purchase-orders/1/commitments`, {
      poNumber: '2',
      revision: '0',
      acknowledgementId: 'A',
      decision: 'MAYBE',
      items: [{ itemNumber: '10', decision: 'ACCEPTED', confirmations: [] }],
    });
    expect(answer.status).toBe(422);
    expect(await answer.json()).toEqual({
      reasons: [
        'poNumber must be 1, the order of the address.',
        'decision must be one of ACCEPTED, CHANGED, REJECTED; it is "MAYBE".',
        'items[0].itemNumber must be five digits; it is "10".',
        'items[0].confirmations must be an array with at least 1 entry.',
      ],
    });
    const noJson = await fetch(`${twins.erp.url}/purchase-orders/1/commitments`, { method: 'POST', body: '{' });
    expect(noJson.status).toBe(400);
    expect((await getJson(`${twins.erp.url}/book`)).counts.commitments.refused).toBe(1);
  });

  test.each(['one-row.to-erp', 'a-little-late.to-erp', 'a-tenth-less.to-erp', 'out-of-order.to-erp'])(
    'of the example "%s"',
    async name => {
      await using twins = await startTestTwins({ runtimeUrl: 'http://127.0.0.1:9' });
      const commitment = await example(`supplier-acknowledgement/expected/${name}`);
      const answer = await post(`${twins.erp.url}/purchase-orders/${commitment.poNumber}/commitments`, commitment);
      expect(await answer.json()).toHaveProperty('state');
      expect(answer.status).toBe(201);
    },
  );
});

describe('the ERP follows the goods and the invoices', () => {
  const item = { itemNumber: '00010', material: 'FST-0810-25', quantity: '1200', unit: 'ST' };
  const delivery = {
    deliveryNumber: 'ASN-1',
    poNumber: '4500001',
    supplier: 'acme-fasteners',
    plant: 'DE01',
    items: [item],
  };
  const receipt = {
    receiptNumber: 'GR-1',
    deliveryNumber: 'ASN-1',
    poNumber: '4500001',
    plant: 'DE01',
    items: [{ ...item, quantity: '1199' }],
  };
  const posting = {
    invoiceNumber: 'INV-1',
    supplier: 'acme-fasteners',
    poNumber: '4500001',
    bookingNumber: 'B000001',
    currency: 'GBP',
    netAmount: '141.60',
    items: [{ itemNumber: '00010', quantity: '1200', amount: '141.60' }],
  };

  test('from on their way to received to invoiced', async () => {
    await using runtime = await startReceiver();
    await using twins = await startTestTwins({ runtimeUrl: runtime.url });
    await post(`${twins.erp.url}/release`, { supplier: 'acme-fasteners', lines: 1 });
    const stock = async () => (await getJson(`${twins.erp.url}/plants/DE01/stock`)).positions;
    await post(`${twins.erp.url}/inbound-deliveries`, delivery);
    expect(await stock()).toEqual([{ material: 'FST-0810-25', unit: 'ST', onHand: 0, inTransit: 1200 }]);
    await post(`${twins.erp.url}/goods-receipts`, receipt);
    expect(await stock()).toEqual([{ material: 'FST-0810-25', unit: 'ST', onHand: 1199, inTransit: 0 }]);
    await post(`${twins.erp.url}/invoice-postings`, posting);
    expect(await getJson(`${twins.erp.url}/purchase-orders/4500001/receipts`)).toEqual({
      poNumber: '4500001',
      items: [{ itemNumber: '00010', received: '1199', invoiced: '1200' }],
    });
    expect((await fetch(`${twins.erp.url}/purchase-orders/1/receipts`)).status).toBe(404);
  });

  test('and posts no invoice whose period is closed', async () => {
    await using twins = await startTestTwins({ runtimeUrl: 'http://127.0.0.1:9', closedPeriodShare: 1 });
    const answer = await post(`${twins.erp.url}/invoice-postings`, posting);
    expect(answer.status).toBe(422);
    expect(await answer.json()).toEqual({ reasons: ['The period of invoice INV-1 is closed.'] });
  });
});

describe('the ERP changes orders', () => {
  test('to a higher revision that names all lines, and knows the order as it stands', async () => {
    await using runtime = await startReceiver();
    await using twins = await startTestTwins({ runtimeUrl: runtime.url, changedShare: 1 });
    await post(`${twins.erp.url}/release`, { supplier: 'nordic-castings', lines: 3 });
    const change = await eventually(() => {
      const found = runtime.accepted().find(({ path }) => path === '/in/erp/purchase-order-changes');
      if (found === undefined) throw new Error('No change came.');
      return found;
    });
    expect(change).toMatchObject({
      headers: { 'idempotency-key': '4500001-1', 'x-correlation-id': 'order-4500001' },
      body: { orderReference: { documentId: '4500001', revisionId: '0' }, revisionId: '1', changeSequence: 1 },
    });
    const actions = change.body.lines.map((line: { lineActionCode: string }) => line.lineActionCode);
    expect(actions.filter((action: string) => action !== 'noChange')).toHaveLength(1);
    const order = await getJson(`${twins.erp.url}/purchase-orders/4500001`);
    expect(Number(order.revision)).toBeGreaterThanOrEqual(1);
    expect(order).toMatchObject({ terms: { supplier: 'nordic-castings', currency: 'EUR' } });
  });
});
