import type { LineshaftError } from '@lineshaft/flow';
import { messageOf } from '@lineshaft/flow/testing';
import { describe, expect, test } from 'vitest';
import { answerJson, type Received, testServer } from '../test-server.testing.ts';
import { connected } from './connected.testing.ts';
import { httpRequestManifest } from './manifest.ts';
import { httpRequest } from './request.ts';

const all = [{ id: 1 }, { id: 2 }, { id: 3 }, { id: 4 }, { id: 5 }];

async function deliver(origin: string, config: Record<string, unknown>) {
  const node = httpRequest.prepare(httpRequestManifest.config.parse({ method: 'GET', url: '/list', ...config }));
  const [out] = await node.deliver(messageOf({ plant: 'DE 01' }), connected(origin));
  return out;
}

const failureOf = (origin: string, config: Record<string, unknown>) =>
  deliver(origin, config).then(
    () => expect.unreachable('was delivered'),
    (error: unknown) => error as LineshaftError,
  );

const urlsOf = ({ received }: { received: Received[] }) => received.map(({ url }) => url);
const queryOf = (url = '') => new URL(url, 'http://h').searchParams;

/** Two items a page, with a link to the next one. */
const linking = () =>
  testServer((response, { url }) => {
    const page = Number(queryOf(url).get('p') ?? 0);
    const next = `</list?p=${page + 1}>; rel="next", </list?p=0>; rel=first`;
    const items = all.slice(page * 2, page * 2 + 2);
    answerJson(response, { value: items }, page < 2 ? { link: next } : { link: '</list>; rel=first' });
  });

describe('pages by link', () => {
  test('become one list', async () => {
    const server = await linking();
    const out = await deliver(server.origin, { pagination: { kind: 'link', items: 'value' } });
    expect(out?.body.json()).toEqual(all);
    expect(out).toMatchObject({
      port: 'response',
      contentType: 'application/json',
      headers: { 'x-http-status': '200' },
    });
    expect(urlsOf(server)).toEqual(['/list', '/list?p=1', '/list?p=2']);
    expect(server.received.map(({ headers }) => headers['idempotency-key'])).toEqual([
      'execution-1/3',
      'execution-1/3.2',
      'execution-1/3.3',
    ]);
  });

  test('that are more than wanted are a failure, not a shorter list', async () => {
    const { origin } = await linking();
    const failure = await failureOf(origin, { pagination: { kind: 'link', items: 'value', maxPages: 2 } });
    expect(failure).toMatchObject({ name: 'TerminalError', code: 'config-invalid' });
    const three = await deliver(origin, { pagination: { kind: 'link', items: 'value', maxPages: 3 } });
    expect(three?.body.json()).toEqual(all);
  });

  test.each(['http://localhost:PORT/list?p=1', 'https://127.0.0.1:PORT/', '//elsewhere.example/list', 'http://[bad'])(
    'on another origin are not asked for: %s',
    async next => {
      const server = await testServer(response =>
        answerJson(response, [], { link: `<${next.replace('PORT', String(server.port))}>; rel="next"` }),
      );
      const failure = await failureOf(server.origin, { pagination: { kind: 'link' } });
      expect(failure).toMatchObject({ name: 'TerminalError', code: 'target-forbidden' });
      expect(server.received).toHaveLength(1);
    },
  );
});

describe('pages by cursor', () => {
  const paging = () =>
    testServer((response, { url }) => {
      const from = Number(queryOf(url).get('after') ?? 0);
      const meta = from + 2 < all.length ? { next: from + 2 } : {};
      answerJson(response, { items: all.slice(from, from + 2), meta });
    });
  const pagination = { kind: 'cursor', parameter: 'after', cursor: 'meta.next', items: 'items' };

  test('follow what the expression gives, beside the query that is there', async () => {
    const server = await paging();
    const out = await deliver(server.origin, { url: '/list?plant={{ plant }}', pagination });
    expect(out?.body.json()).toEqual(all);
    expect(urlsOf(server)).toEqual([
      '/list?plant=DE%2001',
      '/list?plant=DE%2001&after=2',
      '/list?plant=DE%2001&after=4',
    ]);
  });

  test('need a text or a number', async () => {
    const { origin } = await paging();
    const failure = await failureOf(origin, { pagination: { ...pagination, cursor: 'meta' } });
    expect(failure).toMatchObject({ name: 'TerminalError', code: 'expression-failed' });
  });

  test('encode it', async () => {
    const server = await testServer((response, { url }) =>
      answerJson(response, url === '/list' ? { items: [], meta: { next: 'a&b=ü' } } : {}),
    );
    await deliver(server.origin, { pagination });
    expect(urlsOf(server)).toEqual(['/list', '/list?after=a%26b%3D%C3%BC']);
  });
});

describe('numbered pages', () => {
  test('end with an empty one', async () => {
    const server = await testServer((response, { url }) => {
      const page = Number(queryOf(url).get('page'));
      answerJson(response, all.slice((page - 1) * 2, page * 2));
    });
    const out = await deliver(server.origin, { pagination: { kind: 'page' } });
    expect(out?.body.json()).toEqual(all);
    expect(urlsOf(server)).toEqual(['/list?page=1', '/list?page=2', '/list?page=3', '/list?page=4']);
  });

  test('begin where they are told to', async () => {
    const server = await testServer(response => answerJson(response, []));
    const out = await deliver(server.origin, { pagination: { kind: 'page', parameter: 'p', start: 0 } });
    expect(out?.body.text()).toBe('[]');
    expect(urlsOf(server)).toEqual(['/list?p=0']);
  });
});

describe('a list in pages', () => {
  const pagination = { kind: 'page' };

  test('counts as a whole against the largest response', async () => {
    const server = await testServer((response, { url }) => {
      answerJson(response, Number(queryOf(url).get('page')) <= 4 ? ['x'.repeat(300)] : []);
    });
    const failure = await failureOf(server.origin, { pagination, maxResponseBytes: 1000 });
    expect(failure).toMatchObject({ code: 'target-malformed' });
    expect(failure.message).toContain('1000 bytes');
    expect(server.received).toHaveLength(4);
    await expect(deliver(server.origin, { pagination, maxResponseBytes: 1300 })).resolves.toBeDefined();
  });

  test('fails as a whole when a page fails', async () => {
    const server = await testServer((response, { url }) =>
      answerJson(response, [1], {}, queryOf(url).get('page') === '2' ? 503 : 200),
    );
    expect(await failureOf(server.origin, { pagination })).toMatchObject({ code: 'target-failed' });
  });

  test('must be JSON', async () => {
    const { origin } = await testServer(response =>
      response.writeHead(200, { 'content-type': 'text/html' }).end('<p>'),
    );
    expect(await failureOf(origin, { pagination })).toMatchObject({ code: 'target-malformed' });
  });

  test.each([{ items: '1 +' }, { kind: 'cursor', parameter: 'a', cursor: '1 +' }])(
    'is refused before it runs: %j',
    wrong => {
      const config = httpRequestManifest.config.parse({ url: '/list', pagination: { ...pagination, ...wrong } });
      expect(() => httpRequest.prepare(config)).toThrow(expect.objectContaining({ code: 'expression-invalid' }));
    },
  );
});
