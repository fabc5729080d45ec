import { readFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { join } from 'node:path';
import { apiRoutes, createClient } from '@lineshaft/api';
import { flowDefinitionSchema, formatFlow } from '@lineshaft/flow';
import { startTwins } from '@lineshaft/twins';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { deployProcurement } from '../demo-day/deploy-procurement.ts';
import { readBooks } from '../demo-day/read-books.ts';
import { describeWithOneRuntime } from '../describe-with-runtime.ts';
import { endedExecution } from '../ended-execution.ts';

const examples = new URL('../../examples/', import.meta.url);
const soon = { least: 5, most: 50 };
const never = { least: 1_000_000, most: 1_000_000 };

describe('the example files', () => {
  it('are in the canonical form', async () => {
    for await (const path of glob('*/*/flow.json', { cwd: examples })) {
      const text = readFileSync(new URL(path, examples), 'utf8');
      expect(formatFlow(flowDefinitionSchema.parse(JSON.parse(text))), path).toBe(text);
    }
  });
});

describeWithOneRuntime('the procurement example', (runtime, database) => {
  let twins: Awaited<ReturnType<typeof startTwins>>;
  const api = () => createClient(runtime().url);
  const books = () => readBooks(twins);

  beforeAll(async () => {
    const folder = join(database().dataFolder, `warehouse-de02-${process.pid}`);
    twins = await startTwins({
      ports: { erp: 0, portal: 0, warehouseDe01: 0, warehouseDe02: 0, invoicing: 0, planner: 0, echo: 0 },
      warehouseDe02Folder: folder,
      orderEveryMs: 0,
      changedShare: 0,
      closedPeriodShare: 1,
      runtimeUrl: runtime().url,
      pace: { acknowledge: soon, change: soon, ship: never, receive: soon, invoice: soon },
      patience: { delayMs: 20, maxDelayMs: 100, timeoutMs: 5000 },
    });
    await deployProcurement(runtime(), twins, folder);
  });
  afterAll(() => twins.close());

  it('takes an order to the portal and the supplier’s answer back into the ERP or to the planner', async () => {
    for (let index = 0; index < 10; index++) await fetch(`${twins.erp.url}/release`, { method: 'POST' });
    await vi.waitFor(
      async () => {
        const { erp, planner } = await books();
        expect(erp.counts.commitments.accepted + (planner.counts.byKind['acknowledgement-to-decide'] ?? 0)).toBe(10);
      },
      { timeout: 20_000, interval: 100 },
    );
    expect((await books()).portal.counts.orders).toMatchObject({ accepted: 10, cameAgainWithOtherKey: 0, refused: 0 });
  });

  it('finds an order by its number with every node run, and its acknowledgement by the correlation id', async () => {
    const { executions } = await api()(apiRoutes.executions.listExecutions, {
      query: { key: 'poNumber:4500001', flow: 'purchase-order-release' },
    });
    expect(executions).toMatchObject([
      { flowId: 'purchase-order-release', state: 'succeeded', keys: { poNumber: ['4500001'] } },
    ]);
    const order = await api()(apiRoutes.executions.getExecution, { params: { id: executions[0]?.id ?? '' } });
    expect(order.nodeRuns.map(run => [run.nodeType, run.state])).toEqual([
      ['content-based-router', 'succeeded'],
      ['mapping', 'succeeded'],
      ['http.request', 'succeeded'],
    ]);
    const conversation = await api()(apiRoutes.executions.listExecutions, {
      query: { correlationId: order.correlationId },
    });
    expect(conversation.executions.map(execution => execution.flowId).toSorted()).toEqual([
      'purchase-order-release',
      'supplier-acknowledgement',
    ]);
  });

  it('cancels the booking of an invoice that the ERP will not post', async () => {
    const order = JSON.parse(
      readFileSync(new URL('procurement/purchase-order-release/input/one-line.json', examples), 'utf8'),
    ) as { documentId: string };
    await post(`${twins.erp.url}/release`, { order });
    await post(`${twins.erp.url}/goods-receipts`, {
      receiptNumber: 'GR-1',
      deliveryNumber: 'ASN-1',
      poNumber: order.documentId,
      plant: 'DE01',
      items: [{ itemNumber: '00010', material: 'FST-0810-25', quantity: '1200', unit: 'ST' }],
    });
    const invoice = {
      message_id: 'INV-1-T1',
      invoice_no: 'INV-1',
      invoice_date: '20260401',
      supplier_id: 'acme-fasteners',
      buyer_gln: '4012300400011',
      order_no: order.documentId,
      currency: 'GBP',
      rows: [
        {
          row_no: 1,
          pos: 10,
          buyer_material: 'FST-0810-25',
          qty: '12',
          uom: 'HPC',
          unit_price: '11.80',
          price_per: '1',
          amount: '141.60',
        },
      ],
      net_amount: '141.60',
    };
    const receipt = await post(`${runtime().url}/in/portal/invoices`, invoice);
    const execution = await endedExecution(runtime().url, receipt.executionId ?? '');
    expect(execution).toMatchObject({ state: 'dead-lettered', error: { nodeId: 'post', code: 'target-rejected' } });
    expect((await books()).invoicing.bookings).toMatchObject([{ invoiceNumber: 'INV-1', state: 'cancelled' }]);
  });

  it('reports a warehouse whose stock is not what the ERP has booked', async () => {
    await post(`${twins.warehouseDe01.url}/stock-corrections`, {
      material: 'FST-0810-25',
      unit: 'ST',
      difference: 1193,
    });
    await post(`${runtime().url}/in/planner/stock-reconciliations`, { plant: 'DE01' });
    const { planner } = await vi.waitFor(async () => {
      const now = await books();
      expect(now.planner.counts.byKind['stock-difference']).toBe(1);
      return now;
    });
    expect(planner.notices.find(({ kind }) => kind === 'stock-difference')).toMatchObject({
      details: [{ material: 'FST-0810-25', warehouse: 1193, erp: 1200, unexplained: -7 }],
    });
  });
});

async function post(url: string, body: unknown): Promise<{ executionId?: string }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return (await response.json()) as { executionId?: string };
}
