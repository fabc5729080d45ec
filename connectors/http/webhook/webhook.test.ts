import type { HttpRequest, Receipt } from '@lineshaft/flow';
import { TerminalError } from '@lineshaft/flow';
import { TestIntake } from '@lineshaft/flow/testing';
import { describe, expect, test } from 'vitest';
import { httpWebhookManifest } from './manifest.ts';
import { httpWebhook } from './webhook.ts';

const receipt: Receipt = { messageId: 'm', executionId: 'e', correlationId: 'c', duplicate: false };

async function open(config: Record<string, unknown> = {}) {
  const intake = new TestIntake();
  const parsed = httpWebhookManifest.config.parse({ path: 'erp/purchase-orders', ...config });
  await httpWebhook.prepare(parsed).receive(intake);
  const [route] = intake.routes;
  if (route === undefined) throw new Error('nothing is served');
  return { intake, route };
}

function request(body: string, headers: Record<string, string> = { 'content-type': 'application/json' }): HttpRequest {
  const bytes = new TextEncoder().encode(body);
  return {
    method: 'POST',
    headers,
    async body(limitBytes) {
      if (bytes.length > limitBytes) throw new TerminalError('body-too-large', 'too large');
      return bytes;
    },
  };
}

describe('a webhook', () => {
  test('serves its path and methods', async () => {
    const { route } = await open({ methods: ['POST', 'PUT'] });
    expect(route).toMatchObject({ path: 'erp/purchase-orders', methods: ['POST', 'PUT'] });
    const config = httpWebhookManifest.config.parse({ path: 'a', methods: ['POST', 'PUT'] });
    expect(httpWebhookManifest.endpoints?.(config)).toEqual([
      { method: 'POST', path: 'a', contentTypes: ['application/json'] },
      { method: 'PUT', path: 'a', contentTypes: ['application/json'] },
    ]);
  });

  test('accepts the bytes as they came and answers with the receipt', async () => {
    const { intake, route } = await open();
    const headers = { 'content-type': 'application/json; charset=UTF-8', 'x-plant': 'DE01', authorization: 'SECRET' };
    const answer = await route.handle(request('{"b":  1.0,"a":2}', headers));
    expect(intake.accepted).toMatchObject([
      { contentType: 'application/json; charset=UTF-8', headers: { 'x-plant': 'DE01' } },
    ]);
    expect(intake.accepted[0]?.body.text()).toBe('{"b":  1.0,"a":2}');
    expect(answer).toMatchObject({ status: 202, contentType: 'application/json' });
    expect(JSON.parse(new TextDecoder().decode(answer.body))).toEqual(receipt);
  });

  test('answers a duplicate with 200', async () => {
    const { intake, route } = await open();
    intake.receipt = { ...receipt, duplicate: true };
    expect(await route.handle(request('{}'))).toMatchObject({ status: 200 });
  });

  test('waits for the reply of the flow, and gives the receipt when there is none', async () => {
    const { intake, route } = await open({ reply: 'flow', patience: '2s' });
    expect(await route.handle(request('{}'))).toMatchObject({ status: 202 });
    expect(intake.patienceMs).toBe(2000);
    intake.reply = { status: 201, headers: {}, contentType: 'text/plain', body: new Uint8Array() };
    expect(await route.handle(request('{}'))).toBe(intake.reply);
  });

  test.each([
    ['text/plain', {}],
    ['', {}],
    ['application/json; charset=iso-8859-1', {}],
    ['application/json', { 'content-encoding': 'gzip' }],
  ])('refuses the content type %j with headers %j, and says what it takes', async (contentType, more) => {
    const { intake, route } = await open();
    await expect(route.handle(request('{}', { 'content-type': contentType, ...more }))).rejects.toMatchObject({
      name: 'TerminalError',
      code: 'content-type-unsupported',
      message: expect.stringContaining('takes application/json') as string,
      details: { accept: 'application/json' },
    });
    expect(intake.accepted).toEqual([]);
  });

  test.each([
    ['text/*', 'text/csv; header=present'],
    ['*/*', ''],
    ['Application/JSON', 'application/json'],
  ])('with %s takes %j', async (range, contentType) => {
    const { intake, route } = await open({ contentTypes: [range] });
    await route.handle(request('1', { 'content-type': contentType }));
    expect(intake.accepted).toHaveLength(1);
  });

  test('refuses what is not JSON, with its place, or nested too deeply', async () => {
    const { intake, route } = await open();
    await expect(route.handle(request('{"a": 1,\n  oops}'))).rejects.toMatchObject({
      code: 'body-malformed',
      message: expect.stringContaining('line 2, column 3') as string,
    });
    await expect(route.handle(request(''))).rejects.toMatchObject({ code: 'body-malformed' });
    await expect(route.handle(request('['.repeat(65) + ']'.repeat(65)))).rejects.toMatchObject({
      code: 'body-malformed',
      message: 'The body is nested deeper than 64 levels.',
    });
    expect(intake.accepted).toEqual([]);
  });

  test('takes no more than its limit', async () => {
    const { route } = await open({ maxBytes: 10 });
    await expect(route.handle(request('"12345678901"'))).rejects.toMatchObject({ code: 'body-too-large' });
  });

  test.each([
    { path: '/erp' },
    { path: 'erp/' },
    { path: 'a/../b' },
    { path: 'a b' },
    { path: 'a', methods: [] },
    { path: 'a', contentTypes: ['json'] },
    { path: 'a', maxBytes: 51 * 1024 * 1024 },
    { path: 'a', patience: '1h' },
  ])('cannot be configured as %j', config => {
    expect(httpWebhookManifest.config.safeParse(config).success).toBe(false);
  });
});
