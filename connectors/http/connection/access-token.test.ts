import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { answerJson, type TestServer, testServer } from '../test-server.testing.ts';
import { targetOf } from '../target-url.ts';
import { HttpClient } from './http-client.ts';
import { httpConnectionManifest } from './manifest.ts';

const secret = 'CANARY s3cret+&';

/** A token address that counts its tokens, and a service that takes those named valid. */
async function parties(options: { expiresIn?: number; valid?: (token: string) => boolean } = {}) {
  const { expiresIn = 3600, valid = () => true } = options;
  const authority = await testServer(response =>
    answerJson(response, {
      access_token: `token-${authority.received.length}`,
      token_type: 'Bearer',
      expires_in: expiresIn,
    }),
  );
  const service = await testServer((response, { headers }) =>
    response.writeHead(valid(headers.authorization?.replace('Bearer ', '') ?? '') ? 200 : 401).end(),
  );
  return { authority, service };
}

function clientFor(baseUrl: string, tokenUrl: string, rest: Record<string, unknown> = {}) {
  const auth = {
    kind: 'oauth2ClientCredentials',
    tokenUrl,
    internal: true,
    clientId: 'me',
    clientSecret: secret,
    ...rest,
  };
  return new HttpClient(httpConnectionManifest.settings.parse({ baseUrl, internal: true, auth }));
}

function get(url: string, signal = AbortSignal.timeout(5000)) {
  return { method: 'GET', target: targetOf(url), headers: {}, body: null, signal };
}

async function statusOf(client: HttpClient, url: string): Promise<number> {
  const { statusCode, body } = await client.send(get(url), 0);
  await body.dump();
  return statusCode;
}

const tokensAt = (service: TestServer) => service.received.map(({ headers }) => headers.authorization);

describe('a token', () => {
  test('is asked for with id and secret in the header, and what it is for', async () => {
    const { authority, service } = await parties();
    const client = clientFor(service.origin, authority.origin, { scope: 'po.read po.write', audience: 'erp' });
    expect(await statusOf(client, service.origin)).toBe(200);
    expect(authority.received).toMatchObject([
      {
        method: 'POST',
        body: 'grant_type=client_credentials&scope=po.read+po.write&audience=erp',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          authorization: `Basic ${btoa('me:CANARY+s3cret%2B%26')}`,
        },
      },
    ]);
    expect(tokensAt(service)).toEqual(['Bearer token-1']);
  });

  test('is asked for with id and secret in the body, where that is wanted', async () => {
    const { authority, service } = await parties();
    await statusOf(clientFor(service.origin, authority.origin, { clientAuthentication: 'post' }), service.origin);
    const [{ body, headers } = { body: '', headers: {} }] = authority.received;
    expect(Object.fromEntries(new URLSearchParams(body))).toEqual({
      grant_type: 'client_credentials',
      client_id: 'me',
      client_secret: secret,
    });
    expect(headers.authorization).toBeUndefined();
  });

  test('is fetched once for all who wait, and kept', async () => {
    const { authority, service } = await parties();
    const client = clientFor(service.origin, authority.origin);
    await Promise.all(Array.from({ length: 20 }, () => statusOf(client, service.origin)));
    await statusOf(client, service.origin);
    expect(authority.received).toHaveLength(1);
    expect(new Set(tokensAt(service))).toEqual(new Set(['Bearer token-1']));
  });

  test('is given up shortly before its end', async () => {
    const { authority, service } = await parties({ expiresIn: 0.2 });
    const client = clientFor(service.origin, authority.origin);
    await statusOf(client, service.origin);
    await statusOf(client, service.origin);
    await wait(190);
    await statusOf(client, service.origin);
    expect(tokensAt(service)).toEqual(['Bearer token-1', 'Bearer token-1', 'Bearer token-2']);
  });

  test('that is refused is fetched anew, once for all whom it was refused', async () => {
    const { authority, service } = await parties({ valid: token => token !== 'token-1' });
    const client = clientFor(service.origin, authority.origin);
    const statuses = await Promise.all(Array.from({ length: 5 }, () => statusOf(client, service.origin)));
    expect(statuses).toEqual([200, 200, 200, 200, 200]);
    expect(authority.received).toHaveLength(2);
  });

  test('that is refused again leaves the refusal as it is', async () => {
    const { authority, service } = await parties({ valid: () => false });
    expect(await statusOf(clientFor(service.origin, authority.origin), service.origin)).toBe(401);
    expect(authority.received).toHaveLength(2);
  });

  test('is fetched for the others when the one who asked first gives up', async () => {
    const { service } = await parties();
    const { promise: asked, resolve: isAsked } = Promise.withResolvers<ServerResponse>();
    const authority = await testServer(isAsked);
    const client = clientFor(service.origin, authority.origin);
    const controller = new AbortController();
    const first = client.send(get(service.origin, controller.signal), 0);
    const second = statusOf(client, service.origin);
    const reason = new Error('enough');
    controller.abort(reason);
    await expect(first).rejects.toBe(reason);
    answerJson(await asked, { access_token: 'late', token_type: 'bearer' });
    expect(await second).toBe(200);
    expect(tokensAt(service)).toEqual(['Bearer late']);
  });
});

describe('no token', () => {
  const answers: [name: string, status: number, body: unknown, code: string, terminal: boolean][] = [
    ['wrong credentials', 401, { error: 'invalid_client', error_description: secret }, 'target-rejected', true],
    ['a scope that is not known', 400, { error: 'invalid_scope' }, 'target-rejected', true],
    ['a redirect', 302, {}, 'target-rejected', true],
    ['a failure there', 503, {}, 'target-failed', false],
    ['too many requests', 429, {}, 'target-failed', false],
    ['no token in the answer', 200, { token: 'x' }, 'target-malformed', false],
    ['a token of another kind', 200, { access_token: 'x', token_type: 'mac' }, 'target-malformed', false],
    [
      'an answer without end',
      200,
      { access_token: 'x'.repeat(70_000), token_type: 'bearer' },
      'target-malformed',
      false,
    ],
  ];
  test.each(answers)('because of %s', async (_name, status, body, code, terminal) => {
    const { service } = await parties();
    const authority = await testServer(response => answerJson(response, body, {}, status));
    const client = clientFor(service.origin, authority.origin);
    const failure = (await client.send(get(service.origin), 0).catch((error: unknown) => error)) as Error;
    expect(failure).toMatchObject({ code, details: { url: `${authority.origin}/` } });
    expect(failure.name === 'TerminalError').toBe(terminal);
    expect(JSON.stringify([failure.message, failure])).not.toMatch(/CANARY|Q0FOQVJZ/);
    expect(service.received).toEqual([]);
  });

  test('because its address lies inside the network and nobody has allowed it', async () => {
    const { authority, service } = await parties();
    const client = clientFor(service.origin, authority.origin, { internal: false });
    await expect(client.send(get(service.origin), 0)).rejects.toMatchObject({ code: 'target-forbidden' });
    expect(authority.received).toEqual([]);
  });

  test('is not kept: the next request asks again', async () => {
    const { service } = await parties();
    const authority = await testServer(response =>
      authority.received.length === 1
        ? answerJson(response, {}, {}, 503)
        : answerJson(response, { access_token: 't', token_type: 'bearer' }),
    );
    const client = clientFor(service.origin, authority.origin);
    await expect(client.send(get(service.origin), 0)).rejects.toMatchObject({ code: 'target-failed' });
    expect(await statusOf(client, service.origin)).toBe(200);
  });
});
