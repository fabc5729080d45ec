import { type HttpRequest, LineshaftError } from '@lineshaft/flow';
import { Hono } from 'hono';
import { beforeEach, describe, expect, it } from 'vitest';
import { onError } from '../api/problem-details.ts';
import { Backlog } from '../ledger/backlog.ts';
import { Metrics } from '../telemetry/metrics.ts';
import { Admission } from './admission.ts';
import { HttpRoutes } from './http-routes.ts';

describe('a request at the door', () => {
  let app: Hono;
  let backlog: Backlog;
  let metrics: Metrics;
  let handled: (request: HttpRequest) => Promise<void>;
  beforeEach(() => open({}));

  function open(limits: ConstructorParameters<typeof Admission>[2]): void {
    [app, backlog, metrics] = [new Hono(), new Backlog(), new Metrics()];
    app.onError(onError({ error: (_, message) => expect.fail(message) }));
    const routes = new HttpRoutes(new Admission(backlog, metrics, limits));
    routes.mount(app);
    handled = async request => {
      await request.body(1000);
    };
    routes.open(
      {
        path: 'orders',
        methods: ['POST'],
        handle: async request => {
          await handled(request);
          return { status: 202, headers: {}, contentType: '', body: new Uint8Array() };
        },
      },
      'orders',
    );
  }

  async function post(body: string, headers: Record<string, string> = {}) {
    const length = { 'content-length': String(body.length) };
    const response = await app.request('/in/orders', { method: 'POST', body, headers: { ...length, ...headers } });
    const text = await response.text();
    const code = text === '' ? undefined : (JSON.parse(text) as { code: string }).code;
    return { status: response.status, retryAfter: response.headers.get('retry-after'), code };
  }

  it('is refused before its body is read when the backlog of the flow is full', async () => {
    backlog.setLimits('orders', { backlog: 1 });
    backlog.accepted('orders', null, true);
    handled = () => expect.fail('It was let in.');
    expect(await post('{}')).toEqual({ status: 429, retryAfter: '10', code: 'overloaded' });
    expect(await metrics.text()).toContain('lineshaft_messages_refused_total{flow="orders",reason="backlog"} 1');
  });

  it('is refused when its partner has more than its part, and another is not', async () => {
    backlog.setLimits('orders', { backlog: 2 });
    backlog.accepted('orders', 'flood', true);
    expect(await post('{}', { 'x-partner-id': ' flood ' })).toMatchObject({ status: 429 });
    expect(await post('{}', { 'x-partner-id': 'steady' })).toMatchObject({ status: 202 });
  });

  it('is refused while bodies of too many bytes are in memory, whether it says how long it is or not', async () => {
    open({ bytes: 10 });
    const gate = Promise.withResolvers<void>();
    handled = async request => {
      await request.body(1000);
      await gate.promise;
    };
    const first = post('12345678');
    const full = { status: 503, retryAfter: '2', code: 'unavailable' };
    expect(await post('123')).toEqual(full);
    const stream = new Response('123').body;
    const undeclared = await app.request('/in/orders', { method: 'POST', body: stream, duplex: 'half' } as RequestInit);
    expect(undeclared.status).toBe(503);
    const second = post('12');
    gate.resolve();
    expect([(await first).status, (await second).status]).toEqual([202, 202]);
    expect((await post('1234567')).status).toBe(202);
  });

  it('is let in alone, however large it is, if its endpoint takes it', async () => {
    open({ bytes: 10 });
    expect(await post('x'.repeat(900))).toMatchObject({ status: 202 });
  });

  it('claims several times its size when it is large: one of the largest at a time', async () => {
    const mebibyte = 1024 * 1024;
    open({ bytes: 10 * mebibyte });
    const gate = Promise.withResolvers<void>();
    handled = async request => {
      expect((await request.body(5 * mebibyte)).length).toBeGreaterThan(0);
      await gate.promise;
    };
    const first = post('x'.repeat(2 * mebibyte));
    const second = await post('x'.repeat(mebibyte));
    gate.resolve();
    expect([(await first).status, second.status]).toEqual([202, 503]);
    expect(await post('x'.repeat(4 * mebibyte))).toMatchObject({ status: 202 });
  });

  it('is refused while too many others are answered', async () => {
    open({ requests: 1 });
    const gate = Promise.withResolvers<void>();
    handled = () => gate.promise;
    const first = post('');
    expect(await post('')).toMatchObject({ status: 503, code: 'unavailable' });
    gate.resolve();
    expect(await first).toMatchObject({ status: 202 });
    expect(await post('')).toMatchObject({ status: 202 });
  });

  it('leaves its room when it fails', async () => {
    open({ requests: 1, bytes: 10 });
    handled = async request => {
      await request.body(1000);
      throw new LineshaftError('unavailable', 'Not now.');
    };
    for (let attempt = 0; attempt < 3; attempt++) expect(await post('123456789')).toMatchObject({ status: 503 });
    handled = async () => {};
    expect(await post('')).toMatchObject({ status: 202 });
  });

  it('is refused while the heap is full', async () => {
    open({ heap: 0 });
    expect(await post('{}')).toMatchObject({ status: 503 });
    expect(await metrics.text()).toContain('lineshaft_messages_refused_total{flow="orders",reason="memory"} 1');
  });
});
