import type { ErrorCode } from '@lineshaft/flow';
import { beforeEach, describe, expect, it } from 'vitest';
import { CircuitWindow, verdictOf } from './circuit-window.ts';

describe('the window of a circuit', () => {
  let now: number;
  let window: CircuitWindow;
  beforeEach(() => {
    now = 0;
    window = new CircuitWindow(() => now);
  });
  const note = (count: number, failed: boolean) => Array.from({ length: count }, () => window.note(failed)).at(-1);

  it('says nothing of a few deliveries, even when all fail', () => {
    expect(note(9, true)).toBe(false);
    expect(note(1, true)).toBe(true);
  });

  it('weighs failures against what worked', () => {
    note(10, false);
    expect(note(9, true)).toBe(false);
    expect(note(1, true)).toBe(true);
  });

  it('never trips on a delivery that worked', () => {
    note(9, true);
    expect(note(1, false)).toBe(false);
  });

  it('forgets what was half a minute ago', () => {
    note(9, true);
    now = 31_000;
    expect(note(9, true)).toBe(false);
    now = 40_000;
    expect(note(1, true)).toBe(true);
  });

  it('begins anew', () => {
    note(9, true);
    window.reset();
    expect(note(9, true)).toBe(false);
  });
});

describe('an attempt', () => {
  const failed = (code: ErrorCode) => verdictOf({ kind: 'failed', error: { code, message: '' }, terminal: false });

  it('tells that the other side works when it answers, even with a refusal', () => {
    expect(verdictOf({ kind: 'succeeded', emitted: [] })).toBe('works');
    expect((['target-rejected', 'target-malformed', 'target-throttled'] as const).map(failed)).toEqual([
      'works',
      'works',
      undefined,
    ]);
  });

  it('tells that it does not when it cannot be reached, fails, or is silent', () => {
    expect((['target-unreachable', 'target-failed', 'timeout'] as const).map(failed)).toEqual([
      'fails',
      'fails',
      'fails',
    ]);
  });

  it('tells nothing when it did not get there', () => {
    const codes = ['expression-failed', 'connection-unusable', 'target-forbidden', 'unexpected'] as const;
    expect(codes.map(failed)).toEqual(codes.map(() => undefined));
    expect(verdictOf({ kind: 'cancelled' })).toBeUndefined();
  });
});
