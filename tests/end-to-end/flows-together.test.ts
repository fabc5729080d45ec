import { apiRoutes, createClient, type ExecutionDetail } from '@lineshaft/api';
import { expect, it, vi } from 'vitest';
import { describeWithRuntime } from '../describe-with-runtime.ts';
import { endedExecution } from '../ended-execution.ts';
import { RuntimeProcess } from '../runtime-process.ts';

/** `a → b → c`, from each node's first port unless it says another. */
function flow(id: string, nodes: Node[], rest: Record<string, unknown> = {}) {
  return {
    format: 'lineshaft/flow@1',
    id,
    name: id,
    owner: 'tests',
    domain: 'tests',
    nodes: nodes.map(({ to: _to, ...node }) => ({ name: node.id, ...node })),
    edges: nodes.flatMap(({ id: from, to = {} }) =>
      Object.entries(to).map(([port, next]) => ({ from, port, to: next })),
    ),
    ...rest,
  };
}

interface Node {
  id: string;
  type: string;
  config?: Record<string, unknown>;
  /** Where its ports lead. */
  to?: Record<string, string>;
  [field: string]: unknown;
}

const webhook = (path: string, next: string, config: Record<string, unknown> = {}): Node => ({
  id: 'in',
  type: 'http.webhook',
  config: { path, ...config },
  to: { out: next },
});
const mapping = (id: string, expression: string, to: Record<string, string> = {}): Node => ({
  id,
  type: 'mapping',
  config: { expression },
  to,
});

describeWithRuntime('flows that work together', (runtime, database) => {
  let current: RuntimeProcess | undefined;
  const url = () => (current ?? runtime()).url;
  const api = () => createClient(url());

  async function post(path: string, document: unknown) {
    const response = await fetch(`${url()}/in/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(document),
    });
    return { status: response.status, answer: (await response.json()) as Record<string, unknown> };
  }

  async function send(path: string, document: unknown): Promise<ExecutionDetail> {
    const { answer } = await post(path, document);
    return endedExecution(url(), String(answer['executionId']));
  }

  /** The ended executions of a flow, the oldest first, once there are so many. */
  async function executionsOf(flowId: string, count: number): Promise<ExecutionDetail[]> {
    const found = await vi.waitFor(
      async () => {
        const { executions } = await api()(apiRoutes.executions.listExecutions, { query: { flow: flowId } });
        expect(executions.length).toBeGreaterThanOrEqual(count);
        return executions;
      },
      { timeout: 10_000, interval: 20 },
    );
    return Promise.all(found.toReversed().map(({ id }) => endedExecution(url(), id)));
  }

  const publish = async (...flows: ReturnType<typeof flow>[]) => {
    for (const one of flows) await runtime().publish(one);
    // Whoever publishes on a topic knows new subscribers within a second.
    await vi.waitFor(async () => expect((await fetch(`${url()}/health/ready`)).ok).toBe(true));
  };
  const lastOutput = (execution: ExecutionDetail, nodeId: string) =>
    execution.nodeRuns.findLast(run => run.nodeId === nodeId)?.outputs[0]?.json;

  it('publishes to every enabled flow that subscribes, in one conversation', async () => {
    const subscriber = (id: string) =>
      flow(id, [
        { id: 'in', type: 'subscribe', config: { topic: 'ship-notice' }, to: { out: 'map' } },
        mapping('map', `{ 'asn': asn, 'at': '${id}' }`),
      ]);
    await publish(
      flow('notices', [
        webhook('notices', 'publish'),
        { id: 'publish', type: 'publish', config: { topic: 'ship-notice' } },
      ]),
      subscriber('warehouse'),
      subscriber('planner'),
      subscriber('retired'),
    );
    await api()(apiRoutes.flows.disableFlow, { params: { id: 'retired' } });
    const published = await send('notices', { asn: 'A1' });
    expect(published.state).toBe('succeeded');
    for (const id of ['warehouse', 'planner']) {
      const [execution, ...others] = await executionsOf(id, 1);
      expect(others).toEqual([]);
      expect(execution && lastOutput(execution, 'map')).toEqual({ asn: 'A1', at: id });
      expect(execution?.correlationId).toBe(published.correlationId);
    }
    const { executions } = await api()(apiRoutes.executions.listExecutions, { query: { flow: 'retired' } });
    expect(executions).toEqual([]);
  });

  it('asks another flow and goes on with its answer', async () => {
    await publish(
      flow('prices', [
        { id: 'in', type: 'flow-input', config: { reply: true }, to: { out: 'look-up' } },
        mapping('look-up', "{ 'price': sku = 'B1' ? 12.5 : $error('unknown sku') }", { out: 'answer' }),
        { id: 'answer', type: 'reply' },
      ]),
      flow('quotes', [
        webhook('quotes', 'enrich', { reply: 'flow' }),
        {
          id: 'enrich',
          type: 'content-enricher',
          config: { flow: 'prices', request: "{ 'sku': sku }", combine: "$merge([$, { 'price': $reply.price }])" },
          retry: { attempts: 1 },
          to: { out: 'answer' },
        },
        { id: 'answer', type: 'reply' },
      ]),
    );
    expect(await post('quotes', { sku: 'B1', quantity: 3 })).toEqual({
      status: 200,
      answer: { sku: 'B1', quantity: 3, price: 12.5 },
    });
    await post('quotes', { sku: 'B2' });
    const [, failed] = await executionsOf('quotes', 2);
    expect(failed?.error).toMatchObject({ nodeId: 'enrich', code: 'target-failed' });
    expect(failed?.error?.message).toMatch(/"prices" ended without a reply \(execution [0-9a-f-]+, dead-lettered\)/);
  });

  it('splits a document into executions of their own and gathers what became of them', async () => {
    await publish(
      flow(
        'lines',
        [
          webhook('lines', 'split'),
          {
            id: 'split',
            type: 'splitter',
            config: { parts: 'lines', mode: 'executions' },
            to: { out: 'double' },
          },
          mapping('double', "{ 'twice': $ * 2 }", { out: 'gather' }),
          {
            id: 'gather',
            type: 'aggregator',
            config: { count: '$headers."x-split-count"', combine: '$sum(messages.twice)' },
            to: { out: 'total' },
          },
          mapping('total', "{ 'total': $ }"),
        ],
        { keys: { business: { poNumber: 'po' } } },
      ),
    );
    await send('lines', { po: '17', lines: [1, 2, 3, 4] });
    const executions = await executionsOf('lines', 6);
    expect(executions.map(({ state }) => state)).toEqual(Array.from({ length: 6 }, () => 'succeeded'));
    const last = executions.find(execution => lastOutput(execution, 'total') !== undefined);
    expect(last && lastOutput(last, 'total')).toEqual({ total: 20 });
    // The whole family is found by the order's number.
    expect(new Set(executions.map(({ keys }) => keys['poNumber']?.[0]))).toEqual(new Set(['17']));
  });

  it('lets a tap fail without disturbing the main way', async () => {
    await publish(
      flow('tapped', [
        webhook('tapped', 'tap'),
        { id: 'tap', type: 'wire-tap', to: { out: 'main', tap: 'broken' } },
        mapping('main', 'po'),
        mapping('broken', "$error('no room')"),
      ]),
    );
    await send('tapped', { po: 7 });
    const executions = await executionsOf('tapped', 2);
    expect(executions.map(({ state }) => state).toSorted()).toEqual(['dead-lettered', 'succeeded']);
  });

  it('waits as long as a delay says, and says until when', async () => {
    await publish(
      flow('later', [
        webhook('later', 'delay'),
        { id: 'delay', type: 'delay', config: { for: '1s' }, to: { out: 'map' } },
        mapping('map', 'po'),
      ]),
    );
    const begunAt = performance.now();
    const execution = await send('later', { po: 7 });
    expect(execution.state).toBe('succeeded');
    expect(performance.now() - begunAt).toBeGreaterThan(950);
  });

  // The last one, for it starts the runtime anew.
  it('keeps an incomplete group over kill -9, and closes another when its time is up', async () => {
    const gathering = (path: string, config: Record<string, unknown>) =>
      flow(path, [
        webhook(path, 'gather'),
        {
          id: 'gather',
          type: 'aggregator',
          config: { key: 'po', combine: 'messages.line', ...config },
          to: { out: 'map', ...(config['timeout'] ? { incomplete: 'map' } : {}) },
        },
        mapping('map', '$'),
      ]);
    await publish(gathering('three', { count: 3 }), gathering('soon', { count: 3, timeout: '2s' }));
    for (const line of [1, 2]) {
      await send('three', { po: '45', line });
      await send('soon', { po: '46', line });
    }
    await runtime().kill('SIGKILL');
    current = await RuntimeProcess.start(database());
    try {
      await send('three', { po: '45', line: 3 });
      const [, , , whole] = await executionsOf('three', 4);
      expect(whole && lastOutput(whole, 'map')).toEqual([1, 2, 3]);
      const [, , part] = await executionsOf('soon', 3);
      expect(part && lastOutput(part, 'map')).toEqual([1, 2]);
    } finally {
      await current.kill();
      current = undefined;
    }
  });
});
