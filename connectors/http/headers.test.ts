import { expect, test } from 'vitest';
import { passableHeaders } from './headers.ts';

test('secrets and what belongs to the connection are kept back', () => {
  const kept = [
    'authorization', 'proxy-authorization', 'cookie', 'set-cookie', 'x-api-key', 'apikey', 'webhook-signature',
    'x-hub-signature-256', 'x-auth-token', 'x-vault_token', 'connection', 'host', 'content-length', 'content-type',
    'transfer-encoding',
  ]; // prettier-ignore
  const passed = {
    'idempotency-key': 'k',
    'x-correlation-id': 'c',
    traceparent: 't',
    'x-plant': 'p',
    'x-tokenizer': 'z',
  };
  const headers = { ...Object.fromEntries(kept.map(name => [name, 'SECRET'])), ...passed };
  expect(passableHeaders(headers)).toEqual(passed);
});

test('repeated headers are joined, missing ones left out', () => {
  expect(passableHeaders({ via: ['a', 'b'], gone: undefined })).toEqual({ via: 'a, b' });
});
