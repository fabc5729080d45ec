import { type TestStep, toErrorRecord } from '@lineshaft/flow';
import { describe, expect, test } from 'vitest';
import { answerJson, testServer } from '../test-server.testing.ts';
import { httpConnection } from './connection.ts';
import { httpConnectionManifest } from './manifest.ts';
import { selfSigned } from './self-signed.testing.ts';

/** The steps that were taken, the last one with the code of its failure. */
async function stepsOf(settings: Record<string, unknown>): Promise<string[]> {
  const steps: string[] = [];
  const step: TestStep = async (title, work) => {
    steps.push(title);
    return work();
  };
  const values = httpConnectionManifest.settings.parse({ internal: true, ...settings });
  try {
    await httpConnection.test({ id: 'erp', values }, step, AbortSignal.timeout(5000));
  } catch (thrown) {
    steps.push(`${steps.pop()}: ${toErrorRecord(thrown).code}`);
  }
  return steps;
}

describe('the test', () => {
  test('goes from the name to an answer', async () => {
    const { origin, received } = await testServer(response => response.writeHead(404).end());
    expect(await stepsOf({ baseUrl: `${origin}/api/` })).toEqual(['Look up the host name', 'Connect', 'Ask']);
    expect(received.map(({ method, url }) => `${method} ${url}`)).toEqual(['GET /api/']);
  });

  test('asks for the health path, with headers and credentials', async () => {
    const { origin, received } = await testServer(response => response.end());
    const auth = { kind: 'basic', username: 'u', password: 'p' };
    await stepsOf({ baseUrl: `${origin}/api`, healthPath: '/health?deep=1', headers: { 'x-plant': 'DE01' }, auth });
    expect(received[0]).toMatchObject({
      url: '/api/health?deep=1',
      headers: { 'x-plant': 'DE01', authorization: `Basic ${btoa('u:p')}` },
    });
  });

  test('shakes hands with TLS', async () => {
    const { certificate: cert, key } = selfSigned();
    const { origin } = await testServer(response => response.end(), { cert, key });
    expect(await stepsOf({ baseUrl: origin, tls: { ca: cert } })).toEqual([
      'Look up the host name',
      'Connect',
      'TLS handshake',
      'Ask',
    ]);
    expect((await stepsOf({ baseUrl: origin })).at(-1)).toBe('TLS handshake: target-unreachable');
  });

  test('signs in where a token is needed', async () => {
    const { origin } = await testServer((response, { url }) =>
      url === '/token' ? answerJson(response, { error: 'invalid_client' }, {}, 401) : response.end(),
    );
    const credentials = { tokenUrl: `${origin}/token`, internal: true, clientId: 'me', clientSecret: 's' };
    const auth = { kind: 'oauth2ClientCredentials', ...credentials };
    expect((await stepsOf({ baseUrl: origin, auth })).at(-1)).toBe('Sign in: target-rejected');
  });

  test.each([
    [401, 'target-rejected'],
    [403, 'target-rejected'],
    [500, 'target-failed'],
    [503, 'target-failed'],
  ])('fails at the answer %i', async (status, code) => {
    const { origin } = await testServer(response => response.writeHead(status).end());
    expect((await stepsOf({ baseUrl: origin })).at(-1)).toBe(`Ask: ${code}`);
  });

  test('names the step at which it does not get on', async () => {
    const { origin } = await testServer(response => response.end());
    expect(await stepsOf({ baseUrl: origin, internal: false })).toEqual(['Look up the host name: target-forbidden']);
    expect(await stepsOf({ baseUrl: 'http://nowhere.invalid' })).toEqual(['Look up the host name: target-unreachable']);
    const { origin: silent } = await testServer(response => response.socket?.destroy());
    expect((await stepsOf({ baseUrl: silent })).at(-1)).toBe('Ask: target-unreachable');
    expect((await stepsOf({ baseUrl: 'http://127.0.0.1:1' })).at(-1)).toBe('Connect: target-unreachable');
  });
});

describe('settings', () => {
  test.each([
    { baseUrl: 'ftp://h/' },
    { baseUrl: 'http://user:pw@h/' },
    { baseUrl: 'http://h/?a=b' },
    { baseUrl: 'http://h/?' },
    { baseUrl: 'http://h/#' },
    { baseUrl: 'http://h/ x' },
    { baseUrl: 'http://h', healthPath: '//evil.example' },
    { baseUrl: 'http://h', headers: { authorization: 'x' } },
    { baseUrl: 'http://h', headers: { 'x-api-key': 'x' } },
    { baseUrl: 'http://h', headers: { host: 'x' } },
    { baseUrl: 'http://h', headers: { 'x-a': 'a\nb' } },
    { baseUrl: 'http://h', auth: { kind: 'bearer', token: 'a\nb' } },
    { baseUrl: 'http://h', auth: { kind: 'basic', username: 'a:b', password: 'c' } },
    { baseUrl: 'http://h', tls: { certificate: '-----BEGIN CERTIFICATE-----' } },
    { baseUrl: 'http://h', tls: { ca: 'not pem' } },
  ])('cannot be %j', settings => {
    expect(httpConnectionManifest.settings.safeParse(settings).success).toBe(false);
  });
});
