import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { apiRoutes, createClient, type ExecutionDetail } from '@lineshaft/api';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { describeWithRuntime } from '../describe-with-runtime.ts';
import { endedExecution } from '../ended-execution.ts';

const patienceMs = 800;
const targetDelayMs = 1600;

/** Of a webhook that says nothing else. */
const defaultPatienceMs = 10_000;

describeWithRuntime('a flow that answers its sender', runtime => {
  let target: Server;
  const api = () => createClient(runtime().url);
  const ended = (id: string) => endedExecution(runtime().url, id);
  const post = (path: string, document: object) =>
    fetch(`${runtime().url}/in/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(document),
    });

  beforeAll(async () => {
    target = createServer((request, response) => {
      request.resume();
      const answer = () => response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      setTimeout(answer, request.url === '/slow' ? targetDelayMs : 0);
    });
    await new Promise<void>(resolve => target.listen(0, '127.0.0.1', resolve));
    const { port } = target.address() as AddressInfo;
    await runtime().allow('target', `http://127.0.0.1:${port}`);
    for (const flow of [quick, slow]) await runtime().publish(flow);
  });
  afterAll(() => {
    target.closeAllConnections();
    target.close();
  });

  it('has no problems, whether or not the ports of its reply are connected', async () => {
    for (const id of ['quick', 'slow']) {
      expect((await api()(apiRoutes.flows.getFlow, { params: { id } })).problems).toEqual([]);
    }
  });

  it('answers with the mapped document, its status and its headers', async () => {
    const response = await post('quick', { poNumber: '45', quantity: '12' });
    expect(response.status).toBe(201);
    expect(response.headers.get('content-type')).toBe('application/order+json');
    expect(response.headers.get('x-order-number')).toBe('45');
    expect(await response.json()).toEqual({ order: '45', pieces: 12 });
    const execution = await ended(await newest('quick'));
    expect(execution).toMatchObject({ state: 'succeeded', keys: { poNumber: ['45'] } });
    expect(portsOf(execution)).toEqual({ map: ['out'], answer: ['answered'] });
  });

  it('answers a duplicate with the first receipt, not with another reply', async () => {
    expect((await post('quick', { poNumber: '46', quantity: 1 })).status).toBe(201);
    const first = await ended(await newest('quick'));
    const response = await post('quick', { poNumber: '46', quantity: 1 });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      messageId: first.messageId,
      executionId: first.id,
      correlationId: first.correlationId,
      duplicate: true,
    });
    expect(await newest('quick')).toBe(first.id);
  });

  it('gives the receipt at once when the flow ends without a reply', async () => {
    const startedAt = performance.now();
    const response = await post('quick', { poNumber: '47', quantity: 'none' });
    expect(response.status).toBe(202);
    const { executionId } = (await response.json()) as { executionId: string };
    expect(await ended(executionId)).toMatchObject({ state: 'dead-lettered', error: { nodeId: 'map' } });
    expect(performance.now() - startedAt).toBeLessThan(defaultPatienceMs);
  });

  it('gives the receipt when the flow takes longer than its patience, and goes on', async () => {
    const startedAt = performance.now();
    const response = await post('slow', { poNumber: '47' });
    const waitedMs = performance.now() - startedAt;
    expect(response.status).toBe(202);
    const receipt = (await response.json()) as { executionId: string };
    expect(receipt).toMatchObject({ duplicate: false });
    expect(waitedMs).toBeGreaterThanOrEqual(patienceMs - 5);
    expect(waitedMs).toBeLessThan(targetDelayMs);
    const execution = await ended(receipt.executionId);
    expect(execution.state).toBe('succeeded');
    expect(portsOf(execution)).toEqual({ ask: ['response'], answer: ['late'], call: ['response'] });
  });

  it('answers a duplicate at once while the first message is still at work', async () => {
    const first = post('slow', { poNumber: '48' });
    await vi.waitFor(async () => expect(await found('poNumber:48')).toHaveLength(1), { timeout: 5000, interval: 10 });
    const startedAt = performance.now();
    const duplicate = await post('slow', { poNumber: '48' });
    expect(performance.now() - startedAt).toBeLessThan(patienceMs);
    expect(duplicate.status).toBe(200);
    const receipt = (await (await first).json()) as object;
    expect(await duplicate.json()).toEqual({ ...receipt, duplicate: true });
  });

  async function found(key: `${string}:${string}`) {
    return (await api()(apiRoutes.executions.listExecutions, { query: { key } })).executions;
  }

  async function newest(flow: string): Promise<string> {
    const { executions } = await api()(apiRoutes.executions.listExecutions, { query: { flow, limit: 1 } });
    return executions[0]?.id ?? '';
  }
});

/** By node, the ports that it sent something out through. */
function portsOf({ nodeRuns }: ExecutionDetail): Record<string, string[]> {
  return Object.fromEntries(nodeRuns.map(run => [run.nodeId, run.outputs.map(output => output.port)]));
}

const base = {
  format: 'lineshaft/flow@1',
  owner: 'tests',
  domain: 'tests',
  keys: { business: { poNumber: 'poNumber' }, idempotencyKey: 'poNumber' },
};

const quick = {
  ...base,
  id: 'quick',
  name: 'Answers at once',
  nodes: [
    { id: 'in', type: 'http.webhook', name: 'In', config: { path: 'quick', reply: 'flow' } },
    {
      id: 'map',
      type: 'mapping',
      name: 'Map',
      config: {
        expression: '{ "order": poNumber, "pieces": $number(quantity) }',
        contentType: 'application/order+json',
      },
    },
    {
      id: 'answer',
      type: 'reply',
      name: 'Answer',
      config: { status: 201, headers: { 'x-order-number': '{{ order }}' } },
    },
  ],
  edges: [
    { from: 'in', to: 'map' },
    { from: 'map', to: 'answer' },
  ],
};

/** Asks a slow target before it answers; an answer that comes too late goes to another address. */
const slow = {
  ...base,
  id: 'slow',
  name: 'Answers late',
  nodes: [
    {
      id: 'in',
      type: 'http.webhook',
      name: 'In',
      config: { path: 'slow', reply: 'flow', patience: `${patienceMs}ms` },
    },
    { id: 'ask', type: 'http.request', name: 'Ask', connection: 'target', config: { url: '/slow' } },
    { id: 'answer', type: 'reply', name: 'Answer' },
    { id: 'call', type: 'http.request', name: 'Call back', connection: 'target', config: { url: '/late-answers' } },
  ],
  edges: [
    { from: 'in', to: 'ask' },
    { from: 'ask', port: 'response', to: 'answer' },
    { from: 'answer', port: 'late', to: 'call' },
  ],
};
