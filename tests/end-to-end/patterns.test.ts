import { apiRoutes, createClient, type ExecutionDetail } from '@lineshaft/api';
import { expect, it, onTestFinished, vi } from 'vitest';
import { describeWithOneRuntime } from '../describe-with-runtime.ts';
import { endedExecution } from '../ended-execution.ts';
import { LocalServer } from '../local-server.ts';

const order = { supplier: 'acme', po: '45', revision: 1, lines: [{ sku: 'S1' }, { sku: 'S2' }, { sku: 'S3' }] };

describeWithOneRuntime('integration patterns', runtime => {
  const post = async (path: string, document: object) => {
    const response = await fetch(`${runtime().url}/in/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(document),
    });
    expect(response.status).toBe(202);
    return endedExecution(runtime().url, ((await response.json()) as { executionId: string }).executionId);
  };
  /** The executions of a flow once there are so many, the oldest first, each at its end. */
  const executionsOf = async (flow: string, count: number): Promise<ExecutionDetail[]> => {
    const found = await vi.waitFor(
      async () => {
        const api = createClient(runtime().url);
        const { executions } = await api(apiRoutes.executions.listExecutions, { query: { flow, limit: 100 } });
        expect(executions.length).toBeGreaterThanOrEqual(count);
        return executions.toReversed();
      },
      { timeout: 10_000, interval: 20 },
    );
    return Promise.all(found.map(({ id }) => endedExecution(runtime().url, id)));
  };

  it('split an order, ask another flow about each line, put the answers together and publish them', async () => {
    for (const flow of [priced, prices, archive]) await runtime().publish(flow);
    expect(portsOf(await post('orders', order))).toEqual({ gate: ['new'], split: [] });

    const [archived, ...more] = await executionsOf('archive', 1);
    expect(more).toEqual([]);
    expect(archived?.nodeRuns[0]?.outputs[0]?.json).toEqual([
      { sku: 'S1', price: 2 },
      { sku: 'S2', price: 2 },
      { sku: 'S3', price: 2 },
    ]);
    const executions = await executionsOf('orders', 5);
    expect(executions).toHaveLength(5);
    expect(executions.map(({ state, keys }) => ({ state, keys }))).toEqual(
      Array.from({ length: 5 }, () => ({ state: 'succeeded', keys: { poNumber: ['45'] } })),
    );
    expect(new Set([...executions, archived].map(each => each?.correlationId)).size).toBe(1);
  });

  it('tell corrections from repetitions', async () => {
    expect(portsOf(await post('orders', order))).toEqual({ gate: ['exact-duplicate'] });
    expect(portsOf(await post('orders', { ...order, revision: 0 }))).toEqual({ gate: ['stale'] });
    expect(portsOf(await post('orders', { ...order, lines: [] }))).toEqual({ gate: ['conflict'] });
  });

  it('put messages in order, and go on without one that stays missing', async () => {
    const arrived: unknown[] = [];
    const target = new LocalServer((_request, body, response) => {
      arrived.push(JSON.parse(body.toString()));
      response.end();
    });
    await target.open();
    onTestFinished(() => target.close());
    await runtime().allow('target', target.url);
    await runtime().publish(ordered);
    for (const revision of [3, 1, 2, 1, 6, 5]) await post('changes', { po: '45', revision });
    await vi.waitFor(() => expect(arrived).toHaveLength(5), { timeout: 10_000, interval: 20 });
    expect(arrived).toEqual([1, 2, 3, '4..4 before 5', 6]);
  });
});

/** By node, the ports that it sent something out through. */
function portsOf({ nodeRuns }: ExecutionDetail): Record<string, string[]> {
  return Object.fromEntries(nodeRuns.map(run => [run.nodeId, run.outputs.map(output => output.port)]));
}

const base = { format: 'lineshaft/flow@1', owner: 'tests', domain: 'tests' };

const priced = {
  ...base,
  id: 'orders',
  name: 'Orders with prices',
  keys: { business: { poNumber: 'po' } },
  nodes: [
    { id: 'in', type: 'http.webhook', name: 'In', config: { path: 'orders' } },
    {
      id: 'gate',
      type: 'duplicate-gate',
      name: 'Gate',
      config: { document: 'order', key: "supplier & '/' & po", version: 'revision' },
    },
    { id: 'split', type: 'splitter', name: 'Lines', config: { parts: 'lines', mode: 'executions' } },
    { id: 'price', type: 'content-enricher', name: 'Price', config: { flow: 'prices' } },
    { id: 'join', type: 'aggregator', name: 'Order', config: { count: '$headers."x-split-count"' } },
    { id: 'announce', type: 'publish', name: 'Announce', config: { topic: 'orders.priced' } },
  ],
  edges: [
    { from: 'in', to: 'gate' },
    { from: 'gate', port: 'new', to: 'split' },
    { from: 'split', to: 'price' },
    { from: 'price', to: 'join' },
    { from: 'join', to: 'announce' },
  ],
};

const prices = {
  ...base,
  id: 'prices',
  name: 'Price of a material',
  nodes: [
    { id: 'in', type: 'flow-input', name: 'In', config: { reply: true } },
    { id: 'price', type: 'mapping', name: 'Price', config: { expression: '{ "price": $length(sku) }' } },
    { id: 'answer', type: 'reply', name: 'Answer' },
  ],
  edges: [
    { from: 'in', to: 'price' },
    { from: 'price', to: 'answer' },
  ],
};

const archive = {
  ...base,
  id: 'archive',
  name: 'Archive',
  nodes: [
    { id: 'in', type: 'subscribe', name: 'In', config: { topic: 'orders.priced' } },
    { id: 'keep', type: 'mapping', name: 'Keep', config: { expression: '[$]' } },
  ],
  edges: [{ from: 'in', to: 'keep' }],
};

const ordered = {
  ...base,
  id: 'ordered',
  name: 'Changes in order',
  nodes: [
    { id: 'in', type: 'http.webhook', name: 'In', config: { path: 'changes' } },
    {
      id: 'order',
      type: 'resequencer',
      name: 'Order',
      config: { key: 'po', sequence: 'revision', patience: '2s', onGap: 'skip' },
    },
    {
      id: 'map',
      type: 'mapping',
      name: 'Map',
      config: {
        expression: '$headers."x-sequence-gap" ? $headers."x-sequence-gap" & " before " & revision : revision',
      },
    },
    { id: 'send', type: 'http.request', name: 'Send', connection: 'target', config: { url: '/' } },
  ],
  edges: [
    { from: 'in', to: 'order' },
    { from: 'order', to: 'map' },
    { from: 'map', to: 'send' },
  ],
};
