import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTwins } from '@lineshaft/twins';
import { deployProcurement } from '../demo-day/deploy-procurement.ts';
import { until } from '../faults/lab/until.ts';
import type { RuntimeProcess } from '../runtime-process.ts';

export interface BusyProcurement {
  /** Id of an execution that failed for good, and of one that is tried again and again. */
  deadLettered: string;
  waiting: string;
  close(): Promise<void>;
}

const oneLine = new URL('../../examples/procurement/purchase-order-release/input/one-line.json', import.meta.url);

/** The procurement example with its twins, in which all goes well: orders that went through. */
export async function calmProcurement(runtime: RuntimeProcess) {
  const folder = await mkdtemp(join(tmpdir(), 'lineshaft-browser-'));
  const soon = { least: 5, most: 50 };
  const twins = await startTwins({
    ports: { erp: 0, portal: 0, warehouseDe01: 0, warehouseDe02: 0, invoicing: 0, planner: 0, echo: 0 },
    warehouseDe02Folder: folder,
    orderEveryMs: 0,
    runtimeUrl: runtime.url,
    pace: { acknowledge: soon, change: soon, ship: soon, receive: soon, invoice: soon },
  });
  await deployProcurement(runtime, twins, folder);
  for (let index = 0; index < 8; index++) await fetch(`${twins.erp.url}/release`, { method: 'POST' });
  return {
    twins,
    async close() {
      await twins.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The same, so that every page has something to show: failures, a held connection, drafts with faults, too. */
export async function busyProcurement(runtime: RuntimeProcess): Promise<BusyProcurement> {
  const calm = await calmProcurement(runtime);
  for (const draft of [unfinished, empty]) await runtime.api('PUT', `/api/flows/${draft.id}`, draft);

  const order = await oneLineOrder();
  const inBoxes = order.lines.map(line => ({ ...line, quantity: { ...line.quantity, unitCode: 'XBX' } }));
  const deadLettered = await sendOrder(runtime, { ...order, documentId: '4500900', lines: inBoxes });
  await until(async () => {
    const { state } = (await runtime.api('GET', `/api/executions/${deadLettered}`)) as { state: string };
    return state === 'dead-lettered';
  });
  await put(`${calm.twins.portal.url}/faults`, { status5xxRate: 1 });
  const waiting = await sendOrder(runtime, { ...order, documentId: '4500901' });
  await runtime.api('PUT', '/api/connections/planner/mode', { mode: 'hold', note: 'Maintenance until 18:00' });
  return { deadLettered, waiting, close: () => calm.close() };
}

/** An order for ACME. */
export async function oneLineOrder() {
  return JSON.parse(await readFile(oneLine, 'utf8')) as { lines: { quantity: { unitCode: string } }[] };
}

/** A draft in which much is wrong still. */
const unfinished = {
  format: 'lineshaft/flow@1',
  id: 'unfinished',
  name: 'Unfinished',
  owner: 'Procurement integration',
  domain: 'procurement',
  nodes: [
    { id: 'in', type: 'http.webhook', name: 'Order changes', config: {} },
    { id: 'map', type: 'mapping', name: 'To the form of the portal', config: { expression: '{ "number": $upper( }' } },
    {
      id: 'send',
      type: 'http.request',
      name: 'Into the portal',
      connection: 'nobody-knows',
      config: { url: '/orders' },
    },
  ],
  edges: [{ from: 'in', to: 'map' }],
  layout: { in: { x: 0, y: 0 }, map: { x: 320, y: 0 }, send: { x: 640, y: 0 } },
};

const empty = { ...unfinished, id: 'empty', name: 'Nothing drawn yet', nodes: [], edges: [], layout: {} };

/** Resolves to the id of its execution. */
export async function sendOrder(runtime: RuntimeProcess, document: object): Promise<string> {
  const { executionId } = (await runtime.api('POST', '/in/erp/purchase-orders', document)) as { executionId: string };
  return executionId;
}

async function put(url: string, body: object): Promise<void> {
  await fetch(url, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
}
