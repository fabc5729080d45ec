import { readFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { join } from 'node:path';
import { apiRoutes, createClient } from '@lineshaft/api';
import { flowDefinitionSchema, formatFlow } from '@lineshaft/flow';
import { startTwins } from '@lineshaft/twins';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { describeWithRuntime } from '../describe-with-runtime.ts';
import { endedExecution } from '../ended-execution.ts';

const examples = new URL('../../examples/', import.meta.url);
const orderFlow = readExample('procurement/purchase-order-release');
const acknowledgementFlow = readExample('procurement/supplier-acknowledgement');

describe('the example files', () => {
  it('are in the canonical form', async () => {
    for await (const path of glob('*/*/flow.json', { cwd: examples })) {
      const text = readFileSync(new URL(path, examples), 'utf8');
      expect(formatFlow(flowDefinitionSchema.parse(JSON.parse(text))), path).toBe(text);
    }
  });
});

const soon = { least: 5, most: 50 };
const never = { least: 1_000_000, most: 1_000_000 };

describeWithRuntime('the procurement example', (runtime, database) => {
  let twins: Awaited<ReturnType<typeof startTwins>>;
  const api = () => createClient(runtime().url);
  const ended = (id: string) => endedExecution(runtime().url, id);

  beforeAll(async () => {
    twins = await startTwins({
      ports: { erp: 0, portal: 0, warehouseDe01: 0, warehouseDe02: 0, invoicing: 0, planner: 0 },
      warehouseDe02Folder: join(database().dataFolder, 'warehouse-de02'),
      orderEveryMs: 0,
      changedShare: 0,
      runtimeUrl: runtime().url,
      pace: { acknowledge: soon, change: soon, ship: never, receive: soon, invoice: soon },
      patience: { delayMs: 20, maxDelayMs: 100, timeoutMs: 5000 },
    });
    for (const flow of [orderFlow, acknowledgementFlow]) {
      const text = JSON.stringify(flow)
        .replaceAll('http://127.0.0.1:4410', twins.erp.url)
        .replaceAll('http://127.0.0.1:4420', twins.portal.url);
      await runtime().publish(JSON.parse(text) as Record<string, unknown>);
    }
  });
  afterAll(() => twins.close());

  it('takes orders to the portal and the suppliers’ acknowledgements back into the ERP, each once', async () => {
    for (let index = 0; index < 20; index++) await fetch(`${twins.erp.url}/release`, { method: 'POST' });
    await vi.waitFor(async () => expect((await book(twins.erp.url)).counts.commitments.accepted).toBe(20), {
      timeout: 20_000,
      interval: 100,
    });
    const [erp, portal] = [await book(twins.erp.url), await book(twins.portal.url)];
    expect(portal.counts.orders).toMatchObject({ accepted: 20, cameAgainWithOtherKey: 0, refused: 0 });
    expect(erp.counts.commitments).toMatchObject({ accepted: 20, cameAgainWithOtherKey: 0, refused: 0 });
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
    expect(order.nodeRuns[2]?.input.json).toMatchObject({ order_no: '4500001' });

    const conversation = await api()(apiRoutes.executions.listExecutions, {
      query: { correlationId: order.correlationId },
    });
    expect(conversation.executions.map(execution => execution.flowId).toSorted()).toEqual([
      'purchase-order-release',
      'supplier-acknowledgement',
    ]);
  });

  it.each(['purchase-order-release', 'supplier-acknowledgement'])(
    'maps every input of %s to its expected document',
    async flowId => {
      const folder = new URL(`procurement/${flowId}/`, examples);
      const path = flowId === 'purchase-order-release' ? '/in/erp/purchase-orders' : '/in/portal/acknowledgements';
      for await (const name of glob('*.json', { cwd: new URL('input/', folder) })) {
        const response = await fetch(runtime().url + path, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: readFileSync(new URL(`input/${name}`, folder)),
        });
        expect(response.status, name).toBe(202);
        const { executionId } = (await response.json()) as { executionId: string };
        const execution = await ended(executionId);
        const sent = execution.nodeRuns.find(run => run.nodeType === 'http.request')?.input.json;
        expect(sent, name).toEqual(JSON.parse(readFileSync(new URL(`expected/${name}`, folder), 'utf8')));
        expect(execution.state, JSON.stringify(execution.error)).toBe('succeeded');
      }
    },
  );

  it('delivers every order once in effect while portal and ERP fail, throttle, double and reorder', async () => {
    const before = (await book(twins.erp.url)).counts.commitments.accepted;
    const faults = {
      status5xxRate: 0.2,
      status429Every: 7,
      duplicateRate: 0.3,
      reorder: 0.3,
      latencyMs: 5,
      latencyJitterMs: 20,
    };
    for (const { url } of [twins.erp, twins.portal]) await setFaults(url, faults);
    for (let index = 0; index < 15; index++) await fetch(`${twins.erp.url}/release`, { method: 'POST' });
    await new Promise(resolve => setTimeout(resolve, 1500));
    for (const { url } of [twins.erp, twins.portal]) await setFaults(url, {});
    await vi.waitFor(async () => expect((await book(twins.erp.url)).counts.commitments.accepted).toBe(before + 15), {
      timeout: 25_000,
      interval: 200,
    });
    expect((await book(twins.portal.url)).counts.orders.cameAgainWithOtherKey).toBe(0);
    expect((await book(twins.erp.url)).counts.commitments.cameAgainWithOtherKey).toBe(0);
  }, 60_000);
});

/** What a twin took of one kind of document. */
interface Taken {
  accepted: number;
  cameAgainWithOtherKey: number;
  refused: number;
}

interface Book {
  counts: { orders: Taken; commitments: Taken };
}

async function book(url: string): Promise<Book> {
  return (await (await fetch(`${url}/book`)).json()) as Book;
}

async function setFaults(url: string, faults: object): Promise<void> {
  const response = await fetch(`${url}/faults`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(faults),
  });
  if (!response.ok) throw new Error(await response.text());
}

function readExample(path: string): Record<string, unknown> {
  return JSON.parse(readFileSync(new URL(`${path}/flow.json`, examples), 'utf8')) as Record<string, unknown>;
}
