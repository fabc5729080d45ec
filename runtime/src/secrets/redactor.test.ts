import { describe, expect, it } from 'vitest';
import { Redactor } from './redactor.ts';

describe('a redactor', () => {
  const redactor = new Redactor();
  redactor.setSecrets('erp', ['p"ss wörd', 'abcd', 'abcdef']);

  it('takes secrets out of messages and details, in every form they come in', () => {
    expect(
      redactor.record({
        code: 'target-failed',
        message: `p"ss wörd and ${encodeURIComponent('p"ss wörd')} and ${btoa('abcd')}`,
        details: { header: ['p"ss wörd'], status: 500 },
      }),
    ).toEqual({
      code: 'target-failed',
      message: '[secret] and [secret] and [secret]',
      details: { header: ['[secret]'], status: 500 },
    });
    expect(redactor.text(JSON.stringify({ deep: 'x p"ss wörd' }))).toBe('{"deep":"x [secret]"}');
  });

  it('leaves numbers and the like alone, whatever the secrets are', () => {
    redactor.setSecrets('odd', ['true', '5000']);
    const details = { retry: true, status: 5000, text: 'true' };
    expect(redactor.record({ code: 'timeout', message: '', details }).details).toEqual({
      ...details,
      text: '[secret]',
    });
    redactor.setSecrets('odd', []);
  });

  it('leaves nothing of a secret that begins with another one', () => {
    expect(redactor.text('abcdef abcd')).toBe('[secret] [secret]');
  });

  it.each(['u', 'me', 'you', 'user'])('takes them out of a sign-in that was encoded with the name %s', user => {
    redactor.setSecrets('sign-in', ['canary-7f3a?~']);
    const encoded = btoa(`${user}:canary-7f3a?~`);
    const redacted = redactor.text(`authorization: Basic ${encoded}.`);
    expect(redacted).toContain('[secret]');
    const left = redacted.replace('authorization: Basic ', '').replace('[secret]', '');
    // Next to nothing but the name.
    expect(left.length).toBeLessThan(encoded.length - 14);
    redactor.setSecrets('sign-in', []);
  });

  it('knows the lines of a key', () => {
    redactor.setSecrets('pem', ['-----BEGIN KEY-----\nMIIabc\nxyz123\n-----END KEY-----']);
    expect(redactor.text('bad line MIIabc in -----BEGIN KEY-----')).toBe('bad line [secret] in -----BEGIN KEY-----');
  });

  it('forgets the secrets of a connection that changed, and leaves tiny ones, which stand in any text', () => {
    redactor.setSecrets('crm', ['first-secret', 'no']);
    redactor.setSecrets('crm', ['second-secret', 'no']);
    expect(redactor.text('first-secret second-secret not')).toBe('first-secret [secret] not');
  });
});
