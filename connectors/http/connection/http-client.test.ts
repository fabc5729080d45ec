import { describe, expect, test } from 'vitest';
import { answerJson, testServer } from '../test-server.testing.ts';
import { targetOf } from '../target-url.ts';
import { HttpClient } from './http-client.ts';
import { httpConnectionManifest } from './manifest.ts';
import { selfSigned } from './self-signed.testing.ts';

function clientFor(baseUrl: string, rest: Record<string, unknown> = {}) {
  return new HttpClient(httpConnectionManifest.settings.parse({ baseUrl, internal: true, ...rest }));
}

function get(url: string, headers: Record<string, string> = {}) {
  return { method: 'GET', target: targetOf(url), headers, body: null, signal: AbortSignal.timeout(5000) };
}

const post = (url: string, headers: Record<string, string> = {}) => ({
  ...get(url, { 'content-type': 'text/plain', ...headers }),
  method: 'POST',
  body: Buffer.from('order'),
});

describe('signs in', () => {
  test.each([
    [{ kind: 'basic', username: 'mé', password: 'p:w' }, 'authorization', `Basic ${btoa('m\xc3\xa9:p:w')}`],
    [{ kind: 'bearer', token: 't0k' }, 'authorization', 'Bearer t0k'],
    [{ kind: 'apiKey', header: 'x-key', value: 'k3y' }, 'x-key', 'k3y'],
    [{ kind: 'none' }, 'authorization', undefined],
  ])('with %j', async (auth, header, value) => {
    const { origin, received } = await testServer(response => response.end());
    const response = await clientFor(origin, { auth }).send(get(origin), 0);
    await response.body.dump();
    expect(received[0]?.headers[header]).toBe(value);
  });

  test('in place of what a request brings', async () => {
    const { origin, received } = await testServer(response => response.end());
    const client = clientFor(origin, { auth: { kind: 'bearer', token: 'right' } });
    await client.send(get(origin, { authorization: 'Bearer wrong' }), 0);
    expect(received[0]?.headers.authorization).toBe('Bearer right');
  });
});

describe('stays where it may', () => {
  test('an address inside the network is refused when no administrator has allowed it', async () => {
    const { origin, received } = await testServer(response => response.end());
    const refusal = clientFor(origin, { internal: false }).send(get(origin), 0);
    await expect(refusal).rejects.toMatchObject({ name: 'TerminalError', code: 'target-forbidden' });
    expect(received).toEqual([]);
  });

  test('the permission is for its own host and port only', async () => {
    const other = await testServer(response => response.end());
    const { origin } = await testServer(response => response.end());
    const client = clientFor(origin);
    await expect(client.send(get(other.origin), 0)).rejects.toMatchObject({ code: 'target-forbidden' });
    await expect(client.send(get(origin.replace('127.0.0.1', 'localhost')), 0)).rejects.toMatchObject({
      code: 'target-forbidden',
    });
    expect(other.received).toEqual([]);
  });
});

describe('follows redirects', () => {
  test('none when it is not told to', async () => {
    const { origin } = await testServer(response => response.writeHead(302, { location: '/b' }).end());
    const { statusCode } = await clientFor(origin).send(get(origin), 0);
    expect(statusCode).toBe(302);
  });

  test('three at most', async () => {
    const { origin, received } = await testServer((response, { url }) =>
      response.writeHead(302, { location: `${url}x` }).end(),
    );
    const { statusCode } = await clientFor(origin).send(get(`${origin}/a`), 3);
    expect(statusCode).toBe(302);
    expect(received.map(({ url }) => url)).toEqual(['/a', '/ax', '/axx', '/axxx']);
  });

  const redirecting = (status: number) =>
    testServer((response, { url }) =>
      url === '/a' ? response.writeHead(status, { location: '/b' }).end() : response.end(),
    );

  test.each([
    [303, { method: 'GET', body: '', type: undefined }],
    [307, { method: 'POST', body: 'order', type: 'text/plain' }],
    [308, { method: 'POST', body: 'order', type: 'text/plain' }],
  ])('%i after a POST', async (status, { type, ...then }) => {
    const { origin, received } = await redirecting(status);
    const client = clientFor(origin, { auth: { kind: 'bearer', token: 't' } });
    expect(await client.send(post(`${origin}/a`), 3)).toMatchObject({ statusCode: 200 });
    expect(received[1]).toMatchObject({ ...then, url: '/b', headers: { authorization: 'Bearer t' } });
    expect(received[1]?.headers['content-type']).toBe(type);
  });

  test.each([301, 302])('not %i after a POST, which would lose the delivery', async status => {
    const { origin, received } = await redirecting(status);
    expect(await clientFor(origin).send(post(`${origin}/a`), 3)).toMatchObject({ statusCode: status });
    expect(received).toHaveLength(1);
  });

  test.each([
    'http://2130706433:PORT/', 'http://[::ffff:127.0.0.1]:PORT/', 'http://localhost:PORT/', '//0.0.0.0:PORT/',
    'http://169.254.169.254/latest/meta-data/', 'ftp://127.0.0.1:PORT/', 'file:///etc/passwd', 'http://user:pw@[::1]:PORT/',
  ])('never into the network: %s', async location => {
    const inside = await testServer(response => response.end('secret'));
    const { origin } = await testServer(response =>
      response.writeHead(307, { location: location.replace('PORT', String(inside.port)) }).end(),
    );
    const refusal = clientFor(origin).send(get(origin), 3);
    await expect(refusal).rejects.toMatchObject({ name: 'TerminalError', code: 'target-forbidden' });
    expect(inside.received).toEqual([]);
  }); // prettier-ignore

  test('never from HTTPS to HTTP', async () => {
    const { certificate, key } = selfSigned();
    const { origin, port } = await testServer(
      response => response.writeHead(307, { location: `http://127.0.0.1:${port}/` }).end(),
      { cert: certificate, key },
    );
    const refusal = clientFor(origin, { tls: { ca: certificate } }).send(get(origin), 3);
    await expect(refusal).rejects.toMatchObject({ code: 'target-forbidden' });
  });
});

describe('TLS', () => {
  test('trusts the authority of the connection, and nobody by default', async () => {
    const { certificate, key } = selfSigned();
    const { origin } = await testServer(response => answerJson(response, { ok: true }), { cert: certificate, key });
    const { body } = await clientFor(origin, { tls: { ca: certificate } }).send(get(origin), 0);
    expect(await body.json()).toEqual({ ok: true });
    await expect(clientFor(origin).send(get(origin), 0)).rejects.toMatchObject({
      code: expect.stringMatching(/CERT|SIGNED/) as string,
    });
  });

  test('shows a client certificate', async () => {
    const { certificate, key } = selfSigned();
    const asking = { cert: certificate, key, ca: certificate, requestCert: true, rejectUnauthorized: true };
    const { origin } = await testServer(response => response.end('in'), asking);
    const { body } = await clientFor(origin, { tls: { ca: certificate, certificate, key } }).send(get(origin), 0);
    expect(await body.text()).toBe('in');
    await expect(clientFor(origin, { tls: { ca: certificate } }).send(get(origin), 0)).rejects.toThrow(/./);
  });
});
