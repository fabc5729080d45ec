import { connectionManifests } from '@lineshaft/connectors/connection-manifests';
import { connectorManifests } from '@lineshaft/connectors/manifests';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { checkForm } from './check-form.ts';
import { faultsAt, faultsWithin } from './faults-at.ts';

const http = connectionManifests.find(each => each.type === 'http')?.settings as z.ZodObject;
const request = connectorManifests.find(each => each.type === 'http.request')?.config as z.ZodObject;
const erp = { baseUrl: 'https://erp.example' };

describe('checking a form', () => {
  it('says below the field what is wrong, without naming the field again', () => {
    const faults = checkForm(request, { redirects: 9, headers: { 'x-a': '' } });
    expect(faultsAt(faults, ['url'])).toEqual(['Is missing.']);
    expect(faultsAt(faults, ['redirects'])).toEqual(['Must not exceed 3.']);
    expect(faultsAt(faults, ['headers'])).toEqual([]);
    expect(faultsWithin(faults, ['headers'])).toEqual(['Must not be empty.']);
  });

  it('keeps whole sentences of a schema as they are', () => {
    const [sentence] = faultsAt(checkForm(request, { url: 'orders' }), ['url']);
    expect(sentence).toMatch(/^Start the address with https/);
  });

  it('names the fields that are not known', () => {
    expect(faultsAt(checkForm(request, { url: '/', metod: 'GET' }), ['metod'])).toEqual([
      expect.stringContaining('not a field that is known here'),
    ]);
  });

  it('takes secrets that are set and left alone for there', () => {
    const basic = { ...erp, auth: { kind: 'basic', username: 'u' } };
    expect(checkForm(http, basic)).toHaveLength(1);
    expect(checkForm(http, basic, ['/auth/password'])).toEqual([]);
    const certificate = { ...erp, tls: { certificate: '-----BEGIN CERTIFICATE' } };
    expect(checkForm(http, certificate)).toHaveLength(1);
    expect(checkForm(http, certificate, ['/tls/key'])).toEqual([]);
  });

  it('checks a secret that replaces another, and misses one that is removed', () => {
    const withPassword = (password: unknown) => ({ ...erp, auth: { kind: 'basic', username: 'u', password } });
    expect(faultsAt(checkForm(http, withPassword(''), ['/auth/password']), ['auth', 'password'])).toEqual([
      'Must not be empty.',
    ]);
    expect(faultsAt(checkForm(http, withPassword(null), ['/auth/password']), ['auth', 'password'])).toEqual([
      'Is missing.',
    ]);
  });
});
