import { LineshaftError } from '@lineshaft/flow';
import { messageOf, runContext } from '@lineshaft/flow/testing';
import { describe, expect, test } from 'vitest';
import { answerJson, testServer } from '../test-server.testing.ts';
import { connected } from './connected.testing.ts';
import { httpRequestManifest } from './manifest.ts';
import { httpRequest } from './request.ts';

const prepare = (config: Record<string, unknown>) => httpRequest.prepare(httpRequestManifest.config.parse(config));

describe('through a connection', () => {
  test.each([
    ['', '/orders/{{ po }}', '/orders/45%2F17'],
    ['/', '/orders', '/orders'],
    ['/api/v1', '/orders?a=b', '/api/v1/orders?a=b'],
    ['/api/v1/', '/', '/api/v1/'],
    ['/api', 'ORIGIN/other', '/other'],
  ])('with the base %j, the address %j leads to %s', async (base, url, path) => {
    const { origin, received } = await testServer(response => response.end());
    await prepare({ url: url.replace('ORIGIN', origin) }).deliver(messageOf({ po: '45/17' }), connected(origin + base));
    expect(received[0]?.url).toBe(path);
  });

  test('headers of the node come before those of the connection, and those before the usual ones', async () => {
    const { origin, received } = await testServer(response => response.end());
    const settings = { headers: { 'x-a': 'connection', 'x-b': 'connection', 'user-agent': 'plant' } };
    await prepare({ url: '/', headers: { 'x-b': 'node' } }).deliver(messageOf({}), connected(origin, { settings }));
    expect(received[0]?.headers).toMatchObject({ 'x-a': 'connection', 'x-b': 'node', 'user-agent': 'plant' });
  });

  test('the sign-in applies, and is in no failure', async () => {
    const { origin, received } = await testServer(response => response.writeHead(401).end());
    const settings = { auth: { kind: 'bearer', token: 'CANARY' } };
    const failure: unknown = await prepare({ url: '/' })
      .deliver(messageOf({}), connected(origin, { settings }))
      .catch((error: unknown) => error);
    expect(received[0]?.headers.authorization).toBe('Bearer CANARY');
    expect(failure).toMatchObject({ code: 'target-rejected' });
    expect(JSON.stringify([(failure as Error).message, failure])).not.toContain('CANARY');
  });

  test.each(['http://127.0.0.1:1/x', 'http://{{ host }}/x', 'https://ORIGIN/'])(
    'no other origin is reached: %s',
    async url => {
      const { origin, received } = await testServer(response => response.end());
      const delivery = prepare({ url: url.replace('ORIGIN', origin.slice(7)) }).deliver(
        messageOf({ host: 'evil.example' }),
        connected(origin),
      );
      await expect(delivery).rejects.toMatchObject({ name: 'TerminalError', code: 'target-forbidden' });
      expect(received).toEqual([]);
    },
  );

  test.each(['..', '.'])('a value %j does not lead out of the base address', async part => {
    const { origin, received } = await testServer(response => response.end());
    const delivery = prepare({ url: '/{{ part }}/x' }).deliver(messageOf({ part }), connected(`${origin}/api`));
    await expect(delivery).rejects.toMatchObject({ code: 'config-invalid' });
    expect(received).toEqual([]);
  });

  test('what the runtime says of an unusable one is passed on', async () => {
    const reason = new LineshaftError('connection-unusable', 'It has no settings here.');
    const connect = () => {
      throw reason;
    };
    const delivery = prepare({ url: '/' }).deliver(messageOf({}), runContext({ connectionId: 'erp', connect }));
    await expect(delivery).rejects.toBe(reason);
  });

  test('redirects are followed when the node says so', async () => {
    const { origin } = await testServer((response, { url }) =>
      url === '/a' ? response.writeHead(307, { location: '/b' }).end() : answerJson(response, { at: url }),
    );
    const [out] = await prepare({ url: '/a', redirects: 1 }).deliver(messageOf({}), connected(origin));
    expect(out?.body.json()).toEqual({ at: '/b' });
  });
});

describe('without a connection', () => {
  test.each(['/orders', '/orders/{{ po }}'])('the path %s leads nowhere', async url => {
    await expect(prepare({ url }).deliver(messageOf({ po: 1 }), runContext())).rejects.toMatchObject({
      name: 'TerminalError',
      code: 'connection-unusable',
    });
  });

  test.each([
    'http://127.0.0.1:PORT/', 'http://2130706433:PORT/', 'http://0x7f.1:PORT/', 'http://[::1]:PORT/',
    'http://[::ffff:127.0.0.1]:PORT/', 'http://[64:ff9b::7f00:1]:PORT/', 'http://0.0.0.0:PORT/', 'http://localhost:PORT/',
    'http://{{ host }}:PORT/', 'https://127.0.0.1:PORT/', 'http://169.254.169.254/latest/meta-data/', 'http://10.0.0.1/',
  ])('%s is refused, and the refusal says what to do', async url => {
    const { port, received } = await testServer(response => response.end());
    const delivery = prepare({ url: url.replace('PORT', String(port)) }).deliver(
      messageOf({ host: '127.0.0.1' }),
      runContext(),
    );
    await expect(delivery).rejects.toMatchObject({
      name: 'TerminalError',
      code: 'target-forbidden',
      message: expect.stringContaining('Make a connection for it and let an administrator allow its address') as string,
    });
    expect(received).toEqual([]);
  }); // prettier-ignore

  test.each(['//evil.example/', 'orders', 'file:///etc/passwd'])('the address cannot be %s', url => {
    expect(httpRequestManifest.config.safeParse({ url }).success).toBe(false);
  });
});

describe('combined with the message', () => {
  const combined = (origin: string, combine: string, message = messageOf({ po: '45' })) =>
    prepare({ method: 'GET', url: '/', combine })
      .deliver(message, connected(origin))
      .then(([out]) => out);

  test('the response is at hand as $response, and the headers of the message stay', async () => {
    const { origin } = await testServer(response => answerJson(response, { name: 'ACME' }, { etag: '"1"' }));
    const out = await combined(origin, '{ "order": po, "supplier": $response.name, "plant": $headers.plant }');
    expect(out).toMatchObject({ port: 'response', contentType: 'application/json' });
    expect(out?.headers).toEqual({ plant: 'DE01', 'x-http-status': '200' });
    expect(out?.body.json()).toEqual({ order: '45', supplier: 'ACME', plant: 'DE01' });
  });

  test('a text is a text, and nothing is no value', async () => {
    const { origin } = await testServer(response => response.writeHead(200, { 'content-type': 'text/plain' }).end('7'));
    expect((await combined(origin, '{ "a": $response }'))?.body.json()).toEqual({ a: '7' });
    const { origin: silent } = await testServer(response => response.writeHead(204).end());
    expect((await combined(silent, '{ "a": $exists($response) }'))?.body.json()).toEqual({ a: false });
  });

  test('an expression that fails is final', async () => {
    const { origin } = await testServer(response => answerJson(response, { name: 'ACME' }));
    await expect(combined(origin, '$response.name + 1')).rejects.toMatchObject({
      name: 'TerminalError',
      code: 'expression-failed',
    });
    expect(() => prepare({ url: '/', combine: '1 +' })).toThrow(
      expect.objectContaining({ code: 'expression-invalid' }),
    );
  });
});
