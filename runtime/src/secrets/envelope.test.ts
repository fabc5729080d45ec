import { randomBytes } from 'node:crypto';
import { LineshaftError } from '@lineshaft/flow';
import { describe, expect, it } from 'vitest';
import { openSecret, rewrapSecret, sealSecret } from './envelope.ts';
import { KeyRing } from './key-ring.ts';

const place = { connectionId: 'erp', environment: 'test', field: '/auth/password', version: 3 };
const oldKey = randomBytes(32);
const newKey = randomBytes(32);
const keys = new KeyRing(oldKey);

describe('an envelope', () => {
  it('opens where it belongs, and shows nothing of the secret', () => {
    const envelope = sealSecret('pässwörd', place, keys);
    expect(openSecret(envelope, place, keys)).toBe('pässwörd');
    expect(envelope).toMatchObject({ v: 1, kid: keys.current.kid });
    expect([envelope.iv, envelope.tag].map(part => Buffer.from(part, 'base64').length)).toEqual([12, 16]);
    expect(JSON.stringify(envelope)).not.toMatch(/p.ssw/);
  });

  it('has a data key and nonces of its own each time', () => {
    const [one, two] = [sealSecret('same', place, keys), sealSecret('same', place, keys)];
    for (const part of ['wrappedKey', 'iv', 'ct', 'tag'] as const) expect(one[part]).not.toBe(two[part]);
  });

  it.each([
    ['another connection', { connectionId: 'crm' }],
    ['another environment', { environment: 'production' }],
    ['another field', { field: '/auth/token' }],
    ['another version', { version: 4 }],
  ])('does not open in %s', (_, other) => {
    const envelope = sealSecret('s', place, keys);
    expect(() => openSecret(envelope, { ...place, ...other }, keys)).toThrow(LineshaftError);
    expect(() => openSecret(envelope, { ...place, ...other }, keys)).toThrow('cannot be decrypted');
    expect(() => rewrapSecret(envelope, { ...place, ...other }, keys)).toThrow('cannot be decrypted');
  });

  it.each(['wrappedKey', 'iv', 'ct', 'tag'] as const)('does not open when its %s was changed', part => {
    const envelope = sealSecret('secret', place, keys);
    const bytes = Buffer.from(envelope[part], 'base64');
    bytes[0] = (bytes[0] ?? 0) ^ 1;
    expect(() => openSecret({ ...envelope, [part]: bytes.toString('base64') }, place, keys)).toThrow(
      'The secret /auth/password of connection "erp" (test) cannot be decrypted',
    );
  });

  it('takes no shortened tag', () => {
    const envelope = sealSecret('secret', place, keys);
    const tag = Buffer.from(envelope.tag, 'base64').subarray(0, 12).toString('base64');
    expect(() => openSecret({ ...envelope, tag }, place, keys)).toThrow('cannot be decrypted');
  });

  it('is wrapped anew for another key without being touched otherwise', () => {
    const envelope = sealSecret('secret', place, keys);
    const both = new KeyRing(newKey, oldKey);
    expect(openSecret(envelope, place, both)).toBe('secret');
    const rewrapped = rewrapSecret(envelope, place, both);
    expect(rewrapped).toEqual({ ...envelope, kid: both.current.kid, wrappedKey: rewrapped.wrappedKey });
    expect(openSecret(rewrapped, place, new KeyRing(newKey))).toBe('secret');
    expect(() => openSecret(rewrapped, place, keys)).toThrow(`encrypted with the key ${both.current.kid}`);
  });
});
