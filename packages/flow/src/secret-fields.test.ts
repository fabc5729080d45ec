import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { insertSecrets, secretFields, separateSecrets } from './secret-fields.ts';

const secret = z.string().min(1).meta({ secret: true });
const schema = z.strictObject({
  url: z.string(),
  pin: secret.optional(),
  auth: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('none') }),
      z.strictObject({ kind: z.literal('basic'), user: z.string(), password: secret }),
      z.strictObject({ kind: z.literal('bearer'), token: secret }),
    ])
    .default({ kind: 'none' }),
  tls: z.strictObject({ ca: z.string().optional(), key: z.string().optional().meta({ secret: true }) }).default({}),
  headers: z.record(z.string(), z.strictObject({ value: secret })).default({}),
});

const basic = { url: 'u', auth: { kind: 'basic', user: 'me', password: 'pw' }, headers: { 'x/a': { value: 'h' } } };

describe('the secrets of settings', () => {
  it('are found by schema, deep down, whether or not they are there', () => {
    expect(secretFields(schema, { auth: { kind: 'basic' } })).toEqual(['/pin', '/auth/password', '/tls/key']);
    expect(secretFields(schema, { headers: { 'x/a': {} } })).toEqual(['/pin', '/tls/key', '/headers/x~1a/value']);
  });

  it('are taken out, and put in again', () => {
    const { settings, secrets } = separateSecrets(schema, basic);
    expect(settings).toEqual({ url: 'u', auth: { kind: 'basic', user: 'me' }, headers: { 'x/a': {} } });
    expect([...secrets]).toEqual([
      ['/auth/password', 'pw'],
      ['/headers/x~1a/value', 'h'],
    ]);
    expect(insertSecrets(schema, settings, secrets)).toEqual(basic);
    expect(basic.auth.password).toBe('pw');
  });

  it('are put in where the settings have nothing yet around them', () => {
    expect(insertSecrets(schema, { url: 'u' }, new Map([['/tls/key', 'k']]))).toEqual({ url: 'u', tls: { key: 'k' } });
  });

  it('have no place in another kind of sign-in', () => {
    const secrets = new Map([['/auth/password', 'pw']]);
    const bearer = { url: 'u', auth: { kind: 'bearer' } };
    expect(insertSecrets(schema, bearer, secrets)).toEqual(bearer);
    expect(insertSecrets(schema, { url: 'u' }, secrets)).toEqual({ url: 'u' });
  });

  it('that are given as null are told apart from those left out', () => {
    expect([...separateSecrets(schema, { url: 'u', pin: null }).secrets]).toEqual([['/pin', null]]);
    expect([...separateSecrets(schema, { url: 'u' }).secrets]).toEqual([]);
  });

  it.each([[{ auth: 'x' }], [{ auth: { kind: 'none', password: 'pw' } }], [{ tls: [1] }], [{ headers: 3 }]])(
    'of %j, which does not fit, are looked for without a fault',
    settings => {
      expect(separateSecrets(schema, settings).settings).toEqual(settings);
      expect(insertSecrets(schema, settings, new Map())).toEqual(settings);
    },
  );
});
