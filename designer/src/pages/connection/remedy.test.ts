import { errorCodes } from '@lineshaft/flow';
import { describe, expect, it } from 'vitest';
import { remedyFor } from './remedy.ts';

const failed = (title: string, code: (typeof errorCodes)[number]) => remedyFor({ title, error: { code, message: '' } });

describe('what to do about a step that failed', () => {
  it('depends on how far the handshake came', () => {
    expect(failed('Look up the host name', 'target-unreachable')).toContain('host name');
    expect(failed('Connect', 'target-unreachable')).toContain('firewall');
    expect(failed('TLS handshake', 'target-unreachable')).toContain('certificate');
    expect(failed('Verify the certificate and sign in', 'target-rejected')).toContain('password');
  });

  it('is a sentence for every error', () => {
    for (const code of errorCodes) expect(failed('Ask', code)).toMatch(/^[A-Z].*\.$/);
  });
});
