import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LineshaftError, RetryAfterError, TerminalError } from '@lineshaft/flow';
import { messageOf, runContext } from '@lineshaft/flow/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connected } from './connected.testing.ts';
import { httpRequestManifest } from './manifest.ts';
import { httpRequest } from './request.ts';

interface Received {
  method: string | undefined;
  url: string | undefined;
  headers: IncomingMessage['headers'];
  body: string;
}

let origin = '';
let received: Received[] = [];
let answer: (response: ServerResponse, request: Received) => void;

const server = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    const { method, url, headers } = request;
    const one = { method, url, headers, body: Buffer.concat(parts).toString() };
    received.push(one);
    answer(response, one);
  });
});

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

function prepare(config: Record<string, unknown> = {}) {
  return httpRequest.prepare(httpRequestManifest.config.parse({ url: `${origin}/orders`, ...config }));
}

function answering(status: number, headers: Record<string, string> = {}, body = '') {
  received = [];
  answer = response => void response.writeHead(status, headers).end(body);
}

async function failureOf(
  config: Record<string, unknown> = {},
  body: unknown = {},
  context = connected(origin),
): Promise<LineshaftError> {
  const outcome: unknown = await prepare(config)
    .deliver(messageOf(body), context)
    .catch((error: unknown) => error);
  if (!(outcome instanceof LineshaftError)) throw new Error(`did not fail as it should: ${String(outcome)}`);
  return outcome;
}

const json = { 'content-type': 'application/json' };

describe('the request', () => {
  test('carries the body, its type and what joins the systems', async () => {
    answering(200);
    await prepare({ headers: { 'x-plant': '{{ $headers.plant }}', 'x-fixed': 'yes' } }).deliver(
      messageOf('{"a":  "ä"}'),
      connected(origin),
    );
    expect(received).toEqual([
      {
        method: 'POST',
        url: '/orders',
        body: '{"a":  "ä"}',
        headers: expect.objectContaining({
          'content-type': 'application/json',
          'content-length': '12',
          'idempotency-key': 'execution-1/3',
          traceparent: runContext().traceparent,
          'x-correlation-id': 'order-45',
          'user-agent': 'lineshaft',
          'x-plant': 'DE01',
          'x-fixed': 'yes',
        }) as object,
      },
    ]);
  });

  test('lets configured headers take the place of its own', async () => {
    answering(200);
    await prepare({ headers: { 'x-correlation-id': '{{ $correlationId }}!', 'content-type': 'text/plain' } }).deliver(
      messageOf({}),
      connected(origin),
    );
    expect(received[0]?.headers).toMatchObject({ 'x-correlation-id': 'order-45!', 'content-type': 'text/plain' });
  });

  test.each(['GET', 'HEAD'])('has no body with %s', async method => {
    answering(200, json, '{}');
    await prepare({ method }).deliver(messageOf({ a: 1 }), connected(origin));
    expect(received[0]).toMatchObject({ method, body: '' });
    expect(received[0]?.headers['content-type']).toBeUndefined();
  });

  test('has no body when told so', async () => {
    answering(200);
    await prepare({ method: 'DELETE', sendBody: false }).deliver(messageOf({ a: 1 }), connected(origin));
    expect(received[0]).toMatchObject({ method: 'DELETE', body: '' });
  });

  test('keeps inserted values in their place', async () => {
    answering(200);
    const url = `${origin}/orders/{{ id }}/lines?text={{ text }}&fixed=a b`;
    await prepare({ url }).deliver(messageOf({ id: 'A/1 ?#ä😀\\', text: 'x&y=z+1' }), connected(origin));
    expect(received[0]?.url).toBe('/orders/A%2F1%20%3F%23%C3%A4%F0%9F%98%80%5C/lines?text=x%26y%3Dz%2B1&fixed=a%20b');
  });

  test.each(['.', '..'])('refuses the value %j, which would lead to another place', async id => {
    answering(200);
    expect(await failureOf({ url: `${origin}/orders/{{ id }}/x` }, { id })).toMatchObject({ code: 'config-invalid' });
    expect(received).toEqual([]);
  });

  test.each(['evil.example/', 'user@evil.example', 'a b'])('refuses the host %j', async host => {
    expect(await failureOf({ url: 'http://{{ host }}/x' }, { host }, runContext())).toMatchObject({
      code: 'config-invalid',
    });
  });

  test.each(['a\r\nx-evil: 1', 'a\nb', 'ā'])('refuses the header value %j', async value => {
    const failure = await failureOf({ headers: { 'x-value': '{{ v }}' } }, { v: value });
    expect(failure).toBeInstanceOf(TerminalError);
    expect(failure.code).toBe('header-invalid');
  });

  test('encodes a correlation id that headers cannot carry', async () => {
    answering(200);
    await prepare().deliver(messageOf({}, { correlationId: 'a\nā' }), connected(origin));
    expect(received[0]?.headers['x-correlation-id']).toBe('a%0A%C4%81');
  });

  test('names the field whose template has no value', async () => {
    const failure = await failureOf({ url: `${origin}/{{ missing }}` });
    expect(failure).toMatchObject({ name: 'TerminalError', code: 'expression-failed', details: { code: 'L2002' } });
    expect(failure.message).toContain('field url');
  });

  test.each([
    [{ url: 'http://h/{{ 1 + }}' }, 'expression-invalid'],
    [{ headers: { 'x-a': '{{ 1 + }}' } }, 'expression-invalid'],
    [{ headers: { 'x-a': 'a\nb' } }, 'header-invalid'],
    [{ url: 'http://user:secret@h/' }, 'config-invalid'],
    [{ url: 'http://h h/' }, 'config-invalid'],
  ])('is refused before it runs: %j', (config, code) => {
    expect(() => prepare(config)).toThrow(expect.objectContaining({ code }));
  });

  test.each([
    { url: 'ftp://h/' },
    { url: '{{ url }}' },
    { url: 'http://h/', headers: { 'content-length': '1' } },
    { url: 'http://h/', successCodes: ['9xx'] },
  ])('cannot be configured as %j', config => {
    expect(httpRequestManifest.config.safeParse(config).success).toBe(false);
  });
});

describe('the response', () => {
  test('is passed on, without secrets', async () => {
    answering(201, { ...json, etag: '"1"', 'set-cookie': 'a=b', 'x-auth-token': 's' }, '{"id": 7}');
    const [out] = await prepare().deliver(messageOf({}), connected(origin));
    expect(out).toMatchObject({ port: 'response', contentType: 'application/json' });
    expect(out?.headers).toMatchObject({ etag: '"1"', 'x-http-status': '201' });
    expect(Object.keys(out?.headers ?? {})).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/cookie|token|connection|content-type/)]),
    );
    expect(out?.body.json()).toEqual({ id: 7 });
  });

  test('may be empty, or no JSON', async () => {
    answering(204);
    const [empty] = await prepare().deliver(messageOf({}), connected(origin));
    expect([empty?.contentType, empty?.body.bytes().length]).toEqual(['', 0]);
    answering(200, { 'content-type': 'text/plain' }, 'fine');
    const [text] = await prepare().deliver(messageOf({}), connected(origin));
    expect(text?.body.text()).toBe('fine');
  });

  test('with another status is a success when configured', async () => {
    answering(409, json, '{"known": true}');
    const [out] = await prepare({ successCodes: ['2xx', 409] }).deliver(messageOf({}), connected(origin));
    expect(out?.headers['x-http-status']).toBe('409');
    expect(await failureOf({ successCodes: [200] })).toMatchObject({ code: 'target-rejected' });
  });

  test('that calls itself JSON and is not is a failure that may pass', async () => {
    answering(200, json, '{"SECRET": oops');
    const failure = await failureOf();
    expect(failure).toMatchObject({ code: 'target-malformed', details: { status: 200, url: `${origin}/orders` } });
    expect(failure).not.toBeInstanceOf(TerminalError);
    expect(failure.message).not.toContain('SECRET');
  });

  test.each([true, false])('over the limit is a failure (length declared: %s)', async declared => {
    received = [];
    answer = response => {
      const body = 'x'.repeat(20_000);
      if (declared) response.writeHead(200, { 'content-length': body.length }).end(body);
      else {
        response.write(body);
        response.end(body);
      }
    };
    expect(await failureOf({ maxResponseBytes: 10_000 })).toMatchObject({ code: 'target-malformed' });
    answering(200, json, '{}');
    await expect(prepare().deliver(messageOf({}), connected(origin))).resolves.toHaveLength(1);
  });
});

describe('failures', () => {
  test('a refused connection', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const url = `http://127.0.0.1:${(closed.address() as AddressInfo).port}/x?secret=1`;
    closed.close();
    await once(closed, 'close');
    const failure = await failureOf({ url }, {}, connected(url.replace(/\/x.*/, '')));
    expect(failure).toMatchObject({ code: 'target-unreachable', details: { reason: 'ECONNREFUSED' } });
    expect(JSON.stringify([failure.message, failure.details])).not.toContain('secret');
  });

  test('an unknown host', async () => {
    const failure = await failureOf({ url: 'http://nowhere.invalid/' }, {}, runContext());
    expect(failure.code).toBe('target-unreachable');
    expect(failure).not.toBeInstanceOf(TerminalError);
  });

  test('a connection that is reset before and within the answer', async () => {
    answer = response => void response.socket?.destroy();
    expect(await failureOf()).toMatchObject({ code: 'target-unreachable' });
    answer = response => {
      response.writeHead(200, { 'content-length': 100 });
      response.write('half', () => response.socket?.destroy());
    };
    expect(await failureOf()).toMatchObject({ code: 'target-unreachable' });
    answer = response => {
      response.writeHead(200);
      response.write('half', () => response.socket?.destroy());
    };
    expect(await failureOf()).toMatchObject({ code: 'target-unreachable' });
  });

  test('an answer that is not HTTP', async () => {
    answer = response => void response.socket?.end('oops\r\n\r\n');
    expect(await failureOf()).toMatchObject({ code: 'target-malformed' });
  });

  test.each(['before', 'within'])('an abort %s the answer gives the reason of the signal', async when => {
    answer = response => {
      if (when === 'before') return;
      response.writeHead(200);
      response.write('half');
    };
    const controller = new AbortController();
    const reason = new LineshaftError('timeout', 'No answer within 0.1 s.');
    setTimeout(() => controller.abort(reason), 100);
    const outcome: unknown = await prepare()
      .deliver(messageOf({}), connected(origin, { signal: controller.signal }))
      .catch((error: unknown) => error);
    expect(outcome).toBe(reason);
  });

  test.each([
    [429, 'target-throttled'],
    [503, 'target-failed'],
  ])('%i says when to come back, in seconds or as a date', async (status, code) => {
    answering(status, { 'retry-after': '7' });
    const bySeconds = await failureOf();
    expect(bySeconds).toBeInstanceOf(RetryAfterError);
    expect(bySeconds).toMatchObject({ code, retryAfterMs: 7000 });
    answering(status, { 'retry-after': new Date(Date.now() + 20_000).toUTCString() });
    const byDate = (await failureOf()) as RetryAfterError;
    expect(byDate.retryAfterMs).toBeGreaterThan(15_000);
    expect(byDate.retryAfterMs).toBeLessThanOrEqual(20_000);
    answering(status, { 'retry-after': 'soon' });
    const unclear = await failureOf();
    expect(unclear.code).toBe(code);
    expect(unclear).not.toBeInstanceOf(RetryAfterError);
    expect(unclear).not.toBeInstanceOf(TerminalError);
  });

  test.each([500, 502, 504, 408, 425])('%i may pass', async status => {
    answering(status);
    const failure = await failureOf();
    expect(failure).toMatchObject({ code: 'target-failed', details: { status } });
    expect(failure).not.toBeInstanceOf(TerminalError);
  });

  test.each([400, 401, 404, 409, 422])('%i is final, and says what the other side said', async status => {
    answering(status, json, '{"reason":"no such supplier"}');
    const failure = await failureOf({ url: `${origin}/orders?secret=1` });
    expect(failure).toBeInstanceOf(TerminalError);
    expect(failure).toMatchObject({
      code: 'target-rejected',
      details: { status, url: `${origin}/orders`, answer: '{"reason":"no such supplier"}' },
    });
  });

  test('keep 500 characters of a long answer, and none of one that is no text', async () => {
    answering(400, { 'content-type': 'text/plain; charset=utf-8' }, 'ä'.repeat(100_000));
    expect((await failureOf()).details?.['answer']).toBe('ä'.repeat(500));
    answering(400, { 'content-type': 'application/octet-stream' }, 'x'.repeat(200_000));
    expect((await failureOf()).details).toEqual({ status: 400, url: `${origin}/orders` });
  });

  test('do not hide the status when the answer breaks off', async () => {
    answer = response => {
      response.writeHead(400, { ...json, 'content-length': 100 });
      response.write('{"re', () => response.socket?.destroy());
    };
    expect(await failureOf()).toMatchObject({ code: 'target-rejected', details: { status: 400 } });
  });

  test('name only the origin that a redirect leads to', async () => {
    answering(302, { location: 'https://elsewhere.example/path?token=SECRET' });
    const failure = await failureOf();
    expect(failure).toMatchObject({ name: 'TerminalError', code: 'target-rejected', details: { status: 302 } });
    expect(failure.message).toContain('https://elsewhere.example.');
    expect(JSON.stringify([failure.message, failure.details])).not.toContain('SECRET');
    expect(received).toHaveLength(1);
  });
});
