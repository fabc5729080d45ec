import { request as httpRequest } from 'node:http';
import { apiRoutes, createClient, type ExecutionDetail } from '@lineshaft/api';
import pg from 'pg';
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from 'vitest';
import { describeWithRuntime } from '../describe-with-runtime.ts';
import { LocalServer } from '../local-server.ts';
import { endedExecution } from '../ended-execution.ts';

describeWithRuntime('bad input and bad targets', (runtime, database) => {
  const target = new Target();
  const api = () => createClient(runtime().url);
  const post = (path: string, body: string, headers: Record<string, string> = {}) =>
    fetch(`${runtime().url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });

  beforeAll(async () => {
    await target.server.open();
    await runtime().allow('target', target.server.url);
    await runtime().publish(flow('strict', { retry: { attempts: 2, delay: '50ms', jitter: 0 }, timeout: '300ms' }));
    await runtime().publish(
      flow('patient', {
        retry: { attempts: 'unlimited', delay: '50ms', maxDelay: '500ms' },
        timeout: '300ms',
      }),
    );
  });
  afterAll(() => target.server.close());

  it.each([
    ['malformed JSON', '/in/strict', '{"documentId": "1",\n  oops}', {}, 400, 'body-malformed', /line 2, column 3/],
    ['text that is not UTF-8', '/in/strict', '\xff\xfe', {}, 400, 'body-malformed', /JSON|UTF-8/],
    [
      'another content type',
      '/in/strict',
      '<order/>',
      { 'content-type': 'application/xml' },
      415,
      'content-type-unsupported',
      /application\/json/,
    ],
    [
      'a body over the limit',
      '/in/strict',
      JSON.stringify({ documentId: 'x'.repeat(3000) }),
      {},
      413,
      'body-too-large',
      /2000 bytes/,
    ],
    ['a path that nothing serves', '/in/nowhere', '{}', {}, 404, 'path-unknown', /\/in\/nowhere/],
    [
      'a message without its idempotency key',
      '/in/strict',
      '{"other": 1}',
      {},
      422,
      'expression-failed',
      /idempotency key .*documentId/,
    ],
    ['a key that is no text', '/in/strict', '{"documentId": {"a": 1}}', {}, 422, 'expression-failed', /an object/],
  ])('refuses %s with a problem that says what to do', async (_, path, body, headers, status, code, detail) => {
    const before = await accepted();
    const response = await post(path, body, headers);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(await response.json()).toMatchObject({
      status,
      code,
      type: `urn:lineshaft:problem:${code}`,
      detail: expect.stringMatching(detail) as string,
    });
    expect(response.status).toBe(status);
    expect(await accepted()).toBe(before);
  });

  it('refuses a method that the path does not take, and says which it takes', async () => {
    const response = await fetch(`${runtime().url}/in/strict`);
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
  });

  it('refuses a content type that the path does not take, and says which it takes', async () => {
    const response = await post('/in/strict', '<order/>', { 'content-type': 'application/xml' });
    expect([response.status, response.headers.get('accept')]).toEqual([415, 'application/json']);
  });

  it('refuses a body over the limit that comes without its length', async () => {
    const status = await new Promise<number>((resolve, reject) => {
      const sending = httpRequest(
        `${runtime().url}/in/strict`,
        { method: 'POST', headers: { 'content-type': 'application/json', 'transfer-encoding': 'chunked' } },
        response => {
          response.resume();
          resolve(response.statusCode ?? 0);
        },
      );
      sending.on('error', reject);
      for (let index = 0; index < 10; index++) sending.write(`"${'x'.repeat(500)}"`);
      sending.end();
    });
    expect(status).toBe(413);
  });

  it('answers a duplicate with the first receipt', async () => {
    target.answer = ok;
    const first = await post('/in/strict', '{"documentId":"twice"}');
    const second = await post('/in/strict', '{"documentId":"twice"}');
    expect([first.status, second.status]).toEqual([202, 200]);
    const receipt = (await first.json()) as { duplicate: boolean };
    expect(receipt.duplicate).toBe(false);
    expect(await second.json()).toEqual({ ...receipt, duplicate: true });
  });

  it('does not answer to a foreign host name, nor to a page of another origin', async () => {
    const hostStatus = await new Promise<number>((resolve, reject) => {
      httpRequest(`${runtime().url}/api/flows`, { headers: { host: 'evil.example' } }, response => {
        response.resume();
        resolve(response.statusCode ?? 0);
      })
        .on('error', reject)
        .end();
    });
    const origin = await post('/in/strict', '{"documentId":"x"}', { origin: 'https://evil.example' });
    expect([hostStatus, origin.status]).toEqual([403, 403]);
  });

  it('saves an invalid flow, lists its faults and does not publish it', async () => {
    const broken = { ...flow('broken', {}), edges: [{ from: 'in', to: 'nobody' }] };
    const saved = await api()(apiRoutes.flows.saveFlow, { params: { id: 'broken' }, body: broken });
    expect(saved.problems.some(problem => problem.severity === 'error')).toBe(true);
    await expect(api()(apiRoutes.flows.publishFlow, { params: { id: 'broken' } })).rejects.toMatchObject({
      status: 422,
      problem: { code: 'flow-invalid', problems: saved.problems },
    });
  });

  it('does not publish a flow whose node cannot be made ready, and says which', async () => {
    const draft = flow('misspelt', {});
    const validate = { id: 'validate', name: 'Order schema', type: 'validate', config: { schema: { typ: 'object' } } };
    await runtime().api('PUT', '/api/flows/misspelt', {
      ...draft,
      nodes: [...draft.nodes, validate],
      edges: [...draft.edges, { from: 'in', to: 'validate' }],
    });
    const publishing = api()(apiRoutes.flows.publishFlow, { params: { id: 'misspelt' }, body: {} });
    await expect(publishing).rejects.toMatchObject({
      problem: {
        code: 'flow-invalid',
        problems: expect.arrayContaining([expect.objectContaining({ nodeId: 'validate' })]),
      },
    });
  });

  it('refuses to publish a second flow for a path that is taken', async () => {
    const rival = { ...flow('rival', {}), nodes: flow('strict', {}).nodes };
    await api()(apiRoutes.flows.saveFlow, { params: { id: 'rival' }, body: rival });
    await expect(api()(apiRoutes.flows.publishFlow, { params: { id: 'rival' } })).rejects.toMatchObject({
      status: 409,
      message: expect.stringContaining('/in/strict') as string,
    });
  });

  it('dead-letters a message whose mapping fails, with the place in the expression and the input kept', async () => {
    target.answer = ok;
    const execution = await send('strict', { documentId: 'bad-number', quantity: 'twelve' });
    expect(execution).toMatchObject({
      state: 'dead-lettered',
      error: { nodeId: 'map', code: 'expression-failed', details: { line: 1 } },
    });
    expect(execution.nodeRuns[0]?.input.json).toEqual({ documentId: 'bad-number', quantity: 'twelve' });
    expect(execution.error?.message).not.toContain('twelve');
  });

  it.each([
    ['says 500', () => ({ status: 500, body: 'down' }), 'target-failed', 2],
    ['says 400', () => ({ status: 400, body: '{"reason":"no such supplier"}' }), 'target-rejected', 1],
    ['answers garbage', () => ({ status: 200, body: '{oops' }), 'target-malformed', 2],
    ['never answers', () => undefined, 'timeout', 2],
  ])('dead-letters at the end of the policy when the target %s', async (what, answer, code, attempts) => {
    target.answer = answer;
    const execution = await send('strict', { documentId: `target ${what}` });
    expect(execution).toMatchObject({ state: 'dead-lettered', error: { nodeId: 'post', code } });
    expect(execution.nodeRuns.filter(run => run.nodeId === 'post')).toHaveLength(attempts);
  });

  it('keeps trying while the target is down, and delivers when it is back', async () => {
    target.answer = ok;
    await target.server.close();
    const response = await post('/in/patient', '{"documentId":"while-down"}');
    const { executionId } = (await response.json()) as { executionId: string };
    await vi.waitFor(
      async () =>
        expect(await read(executionId)).toMatchObject({ state: 'waiting', dueAt: expect.any(String) as string }),
      { timeout: 20_000 },
    );
    expect((await read(executionId)).nodeRuns.at(-1)?.error?.code).toBe('target-unreachable');
    await target.server.open();
    await runtime().allow('target', target.server.url);
    await vi.waitFor(async () => expect((await read(executionId)).state).toBe('succeeded'), { timeout: 20_000 });
  }, 60_000);

  it('loses nothing when the database drops every connection under load', async context => {
    const { databaseUrl } = database();
    if (!databaseUrl) return context.skip('the embedded database has no connections to drop');
    target.answer = ok;
    const numbers = Array.from({ length: 200 }, (_, index) => `drop-${index}`);
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    onTestFinished(() => client.end());
    let [dropped, acceptedSince] = [0, 0];
    // Under load, and with room to get on: each drop waits for what the one before it let through.
    const dropConnections = async () => {
      if (acceptedSince < 5) return;
      acceptedSince = 0;
      dropped++;
      await client.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and application_name = 'lineshaft'`,
      );
    };
    const statuses = new Set<number>();
    const one = async (documentId: string) => {
      for (;;) {
        const { status } = await post('/in/patient', JSON.stringify({ documentId }));
        statuses.add(status);
        if (status === 202 || status === 200) break;
        await new Promise(resolve => setTimeout(resolve, 10));
      }
      acceptedSince++;
      await dropConnections();
    };
    for (let index = 0; index < numbers.length; index += 10)
      await Promise.all(numbers.slice(index, index + 10).map(one));
    expect(dropped).toBeGreaterThan(10);
    expect([...statuses].filter(status => ![200, 202, 503].includes(status))).toEqual([]);
    await vi.waitFor(() => expect(numbers.filter(number => !target.documents.has(number))).toEqual([]), {
      timeout: 20_000,
      interval: 100,
    });
    for (const keys of target.documents.values()) expect(keys.size).toBe(1);
  }, 60_000);

  async function send(flowId: string, body: object): Promise<ExecutionDetail> {
    const response = await post(`/in/${flowId}`, JSON.stringify(body));
    expect(response.status).toBe(202);
    const { executionId } = (await response.json()) as { executionId: string };
    return endedExecution(runtime().url, executionId);
  }

  function read(id: string): Promise<ExecutionDetail> {
    return api()(apiRoutes.executions.getExecution, { params: { id } });
  }

  async function accepted(): Promise<number> {
    const { executions } = await api()(apiRoutes.executions.listExecutions, { query: { limit: 200 } });
    return executions.length;
  }
});

const ok = () => ({ status: 200, body: '{"ok":true}' });

function flow(id: string, post: object) {
  return {
    format: 'lineshaft/flow@1',
    id,
    name: `Flow ${id}`,
    owner: 'tests',
    domain: 'tests',
    keys: { business: {}, idempotencyKey: 'documentId' },
    nodes: [
      { id: 'in', type: 'http.webhook', name: 'In', config: { path: id, maxBytes: 2000 } },
      {
        id: 'map',
        type: 'mapping',
        name: 'Map',
        config: { expression: '{ "document": documentId, "quantity": $number(quantity) }' },
      },
      { id: 'post', type: 'http.request', name: 'Post', connection: 'target', config: { url: '/documents' }, ...post },
    ],
    edges: [
      { from: 'in', to: 'map' },
      { from: 'map', to: 'post' },
    ],
  };
}

/** A target system that answers as the test says. */
class Target {
  /** Idempotency keys by document. */
  readonly documents = new Map<string, Set<string>>();
  answer: (document: string) => { status: number; body: string } | undefined = ok;
  readonly server = new LocalServer((request, body, response) => {
    const { document } = JSON.parse(body.toString()) as { document: string };
    const keys = this.documents.get(document) ?? new Set<string>();
    this.documents.set(document, keys.add(String(request.headers['idempotency-key'])));
    const answer = this.answer(document);
    if (answer) response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
  });
}
