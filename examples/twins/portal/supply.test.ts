import { describe, expect, test } from 'vitest';
import type { PortalAcknowledgement } from './acknowledge.ts';
import { copyOf, invoiceFor } from './invoice.ts';
import type { PortalOrder } from './portal-order.ts';
import { shipNotices } from './ship-notice.ts';
import { startReceiver, type Receiver } from '../receiver.testing.ts';
import { eventually, example, getJson, post, startTestTwins } from '../twins.testing.ts';

const numbers = Array.from({ length: 400 }, (_, index) => String(4_500_001 + index));

describe('the suppliers', () => {
  test('ship what they promised, and send the invoice when it has arrived', async () => {
    await using runtime = await startReceiver();
    await using twins = await startTestTwins({ runtimeUrl: runtime.url });
    const order = await example('purchase-order-release/expected/one-line');
    await post(`${twins.portal.url}/suppliers/acme-fasteners/orders`, order, { 'x-correlation-id': 'c' });
    const notice = (await nth(runtime, '/in/portal/ship-notices')).body;
    expect(notice).toMatchObject({
      notice_id: 'ASN-4600001-1',
      order_no: '4600001',
      ship_to_gln: '4012300401025',
      rows: [{ pos: 10, uom: 'HPC' }],
    });
    const receipt = {
      receipt_id: 'GR-1',
      notice_id: notice.notice_id,
      order_no: '4600001',
      rows: [{ pos: 10, material: 'FST-0810-25', qty: '12', uom: 'HPC' }],
    };
    const answer = await post(`${twins.portal.url}/suppliers/acme-fasteners/receipts`, receipt);
    expect(answer.status).toBe(201);
    const invoice = await nth(runtime, '/in/portal/invoices');
    expect(invoice).toMatchObject({
      headers: { 'idempotency-key': 'INV-4600001-1-T1', 'x-correlation-id': 'c' },
      body: { invoice_no: 'INV-4600001-1', order_no: '4600001', notice_id: 'ASN-4600001-1' },
    });
    const response = { invoice_no: 'INV-4600001-1', code: 'AP', reasons: [] };
    await post(`${twins.portal.url}/suppliers/acme-fasteners/invoice-responses`, response);
    const [shipment] = (await getJson(`${twins.portal.url}/book`)).shipments;
    expect(shipment).toMatchObject({ receipt, responses: [response] });
  });

  test('ship what a change left, once, and reject a change of what is on its way', async () => {
    await using runtime = await startReceiver();
    await using twins = await startTestTwins({ runtimeUrl: runtime.url });
    const order = await example('purchase-order-release/expected/one-line');
    const change = (revision: string) => ({
      ...order,
      revision,
      rows: [{ ...order.rows[0], qty: '20', action: 'CHANGE' }],
    });
    const url = `${twins.portal.url}/suppliers/acme-fasteners/order-changes`;
    expect((await post(url, order)).status).toBe(422);
    expect((await post(url, change('1'))).status).toBe(201);
    expect((await nth(runtime, '/in/portal/ship-notices')).body).toMatchObject({ revision: '1' });
    await post(url, change('2'));
    expect((await nth(runtime, '/in/portal/acknowledgements', 1)).body).toMatchObject({
      revision: '2',
      status: 'REJECTED',
      rows: [{ reason_code: 'SHIP' }],
    });
    expect((await getJson(`${twins.portal.url}/book`)).shipments).toHaveLength(1);
  });

  test('ship most orders at once and in full, some in two loads, a few rows short', async () => {
    const order = await example('purchase-order-release/expected/twelve-lines');
    const loads = numbers.map(number => shipNotices({ ...order, order_no: number }, fullAnswer(order), 1));
    const share = (holds: (load: (typeof loads)[number]) => boolean) => loads.filter(holds).length / loads.length;
    expect(share(load => load.length === 2)).toBeCloseTo(0.25, 1);
    expect(loads.every(load => load.flatMap(({ rows }) => rows).length === order.rows.length)).toBe(true);
    const rows = loads.flat().flatMap(({ rows }) => rows);
    const short = rows.filter(row => row.qty !== order.rows[row.row_no - 1].qty);
    expect(short.length / rows.length).toBeCloseTo(0.06, 1);
  });

  test('over-price some invoices, send a few again, and a few twice under one number', async () => {
    const order = await example('purchase-order-release/expected/one-line');
    const invoices = numbers.map(number => {
      const [notice] = shipNotices({ ...order, order_no: number }, fullAnswer(order), 1);
      if (notice === undefined) throw new Error('Nothing was shipped.');
      return invoiceFor(order, notice, 1);
    });
    const share = (holds: (invoice: (typeof invoices)[number]) => boolean) =>
      invoices.filter(holds).length / invoices.length;
    expect(share(({ rows }) => rows[0]?.unit_price === '12.39')).toBeCloseTo(0.08, 1);
    expect(share(({ rows }) => rows[0]?.unit_price === '11.85')).toBeCloseTo(0.05, 1);
    for (const [kind, expected] of [['resend', 0.06] as const, ['conflict', 0.02] as const])
      expect(share(invoice => copyOf(invoice, 1)?.kind === kind)).toBeCloseTo(expected, 1);
  });
});

function fullAnswer(order: PortalOrder): PortalAcknowledgement {
  const rows = order.rows.map(row => ({ ...row, result: 'OK' as const, date: row.due_date }));
  return {
    message_type: 'ORDER_ACK',
    ack_id: 'A',
    ack_date: '20260303',
    ack_time: '120000',
    portal_order_id: 'P',
    order_no: order.order_no,
    revision: '0',
    supplier_id: order.supplier_id,
    supplier_order_no: 'S',
    buyer_gln: order.buyer_gln,
    status: 'FULL',
    rows,
  };
}

/** The nth document (from 0) that was accepted under the path. */
function nth(runtime: Receiver, path: string, n = 0) {
  return eventually(() => {
    const found = runtime.accepted().filter(each => each.path === path)[n];
    if (found === undefined) throw new Error(`Nothing came to ${path}.`);
    return found;
  });
}
