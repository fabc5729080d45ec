import { describe, expect, test } from 'vitest';
import { acknowledge } from './acknowledge.ts';
import { startReceiver } from '../receiver.testing.ts';
import { eventually, example, getJson, post, startTestTwins, type Json } from '../twins.testing.ts';

const oneLine = 'purchase-order-release/expected/one-line';
const nowhere = 'http://127.0.0.1:9';

describe('the portal takes orders', () => {
  test.each(['one-line', 'broken-hundreds', 'twelve-lines', 'unicode-names', 'decimal-quantities'])(
    'of the example "%s"',
    async name => {
      await using twins = await startTestTwins({ runtimeUrl: nowhere });
      const order = await example(`purchase-order-release/expected/${name}`);
      const answer = await post(`${twins.portal.url}/suppliers/${order.supplier_id}/orders`, order);
      expect(await answer.json()).toEqual({
        portal_order_id: expect.stringMatching(/^P[0-9A-F]{12}$/),
        order_no: order.order_no,
      });
      expect(answer.status).toBe(201);
    },
  );

  test('once for each idempotency key, with the same id, and counts the others', async () => {
    await using twins = await startTestTwins({ runtimeUrl: nowhere });
    const order = await example(oneLine);
    const url = `${twins.portal.url}/suppliers/acme-fasteners/orders`;
    const answers = [];
    for (const key of ['a', 'a', 'b']) answers.push(await post(url, order, { 'idempotency-key': key }));
    const ids = (await Promise.all(answers.map(answer => answer.json()))).map((body: Json) => body.portal_order_id);
    expect(answers.map(({ status }) => status)).toEqual([201, 200, 201]);
    expect(ids[1]).toBe(ids[0]);
    expect(ids[2]).not.toBe(ids[0]);
    expect((await getJson(`${twins.portal.url}/book`)).counts.orders).toMatchObject({
      accepted: 2,
      cameAgainWithSameKey: 1,
      cameAgainWithOtherKey: 1,
    });
  });

  test('under the id that it gave before it was started anew', async () => {
    const ids = [];
    for (let run = 0; run < 2; run++) {
      await using twins = await startTestTwins({ runtimeUrl: nowhere });
      const url = `${twins.portal.url}/suppliers/acme-fasteners/orders`;
      const answer = await post(url, await example(oneLine), { 'idempotency-key': 'a' });
      ids.push(((await answer.json()) as Json).portal_order_id);
    }
    expect(ids[0]).toBe(ids[1]);
  });

  test('and refuses one that makes no sense, with every reason', async () => {
    await using twins = await startTestTwins({ runtimeUrl: nowhere });
    const order = await example(oneLine);
    const row = {
      ...order.rows[0],
      qty: 12,
      uom: 'H87',
      due_date: '20260101',
      buyer_material: '',
      supplier_material: '',
    };
    const answer = await post(`${twins.portal.url}/suppliers/nordic-castings/orders`, {
      ...order,
      currency: 'Euro',
      rows: [row, row],
    });
    expect(answer.status).toBe(422);
    const { reasons } = (await answer.json()) as Json;
    expect(reasons).toEqual(
      expect.arrayContaining([
        'supplier_id must be nordic-castings, the supplier of the address.',
        'currency must be a currency such as EUR; it is "Euro".',
        'rows[0].buyer_material or supplier_material must name the material.',
        'rows[0].qty must be a decimal text such as "12.5"; it is 12.',
        'rows[0].uom must be one of PC, HPC, KG, M, L, SET; it is "H87".',
        'rows[0].due_date must not be before order_date, 20260302.',
        'rows[1].pos and schedule_no are 10/1, and so are those of an earlier row.',
      ]),
    );
    const empty = await post(`${twins.portal.url}/suppliers/x/orders`, { order_date: '2026-03-02' });
    expect(((await empty.json()) as Json).reasons).toContain(
      'order_date must be a date such as 20260302; it is "2026-03-02".',
    );
    expect((await getJson(`${twins.portal.url}/book`)).counts.orders).toMatchObject({ accepted: 0, refused: 2 });
  });
});

describe("the supplier's acknowledgement", () => {
  test('comes under the correlation id of the order, with a key of its own', async () => {
    await using runtime = await startReceiver();
    await using twins = await startTestTwins({ runtimeUrl: runtime.url });
    const order = await example(oneLine);
    const answer = await post(`${twins.portal.url}/suppliers/acme-fasteners/orders`, order, {
      'idempotency-key': 'a',
      'x-correlation-id': 'order-4600001',
    });
    const { portal_order_id: portalOrderId } = (await answer.json()) as Json;
    await eventually(() => expect(runtime.accepted()).not.toHaveLength(0));
    const [acknowledgement] = runtime.accepted();
    expect(acknowledgement).toMatchObject({
      path: '/in/portal/acknowledgements',
      headers: { 'idempotency-key': `ACK-${portalOrderId}`, 'x-correlation-id': 'order-4600001' },
      body: { order_no: '4600001', portal_order_id: portalOrderId, rows: [{ pos: 10, schedule_no: 1, uom: 'HPC' }] },
    });
    await eventually(async () =>
      expect((await getJson(`${twins.portal.url}/book`)).orders[0]).toMatchObject({
        state: 'acknowledged',
        acknowledgement: { accepted: true, attempts: 1 },
      }),
    );
  });

  test('is not sent again for an order that comes again with the same key', async () => {
    await using runtime = await startReceiver();
    await using twins = await startTestTwins({ runtimeUrl: runtime.url });
    const order = await example(oneLine);
    for (let time = 0; time < 3; time++) {
      await post(`${twins.portal.url}/suppliers/acme-fasteners/orders`, order, { 'idempotency-key': 'a' });
    }
    await new Promise(resolve => setTimeout(resolve, 100));
    expect(runtime.received.filter(({ path }) => path.endsWith('acknowledgements'))).toHaveLength(1);
  });

  test('is mostly full, sometimes changed, and seldom rejects', async () => {
    const order = await example('purchase-order-release/expected/twelve-lines');
    const answers = Array.from({ length: 500 }, (_, index) =>
      acknowledge({ ...order, order_no: String(4_500_001 + index) }, 'P1', 1),
    );
    const share = (holds: (answer: (typeof answers)[number]) => boolean) =>
      answers.filter(holds).length / answers.length;
    expect(share(({ status }) => status === 'FULL')).toBeCloseTo(0.6, 1);
    expect(share(({ rows }) => rows.some(row => row.result === 'REJECTED'))).toBeCloseTo(0.1, 1);
    for (const kind of ['QTY', 'DATE', 'QTY_DATE']) {
      expect(share(({ rows }) => rows.some(row => row.result === kind))).toBeGreaterThan(0.2);
    }
  });

  test('is the same for the same order, says what changed, and rejects a position as a whole', async () => {
    const order = await example('purchase-order-release/expected/twelve-lines');
    for (let number = 1; number <= 100; number++) {
      const numbered = { ...order, order_no: String(number) };
      const answer = acknowledge(numbered, 'P1', 1);
      expect(acknowledge(numbered, 'P1', 1)).toEqual(answer);
      const answered = answer.rows.map(row => [row.pos, row.result]);
      const wholly = new Set(answer.rows.filter(row => row.result === 'REJECTED').map(row => row.pos));
      const expected = answer.rows.map((row, index) => {
        const asked = order.rows[index];
        const changes = [row.qty === asked.qty ? '' : 'QTY', row.date === asked.due_date ? '' : 'DATE'];
        return [row.pos, wholly.has(row.pos) ? 'REJECTED' : changes.filter(Boolean).join('_') || 'OK'];
      });
      expect(answered).toEqual(expected);
    }
  });
});
