import type { ConnectionSummary } from '@lineshaft/api';
import { describe, expect, it } from 'vitest';
import { connectionTrouble } from './connection-trouble.ts';

describe('what is wrong with a connection', () => {
  it('is nothing while it works', () => {
    expect(connectionTrouble(connection({}))).toBeUndefined();
    expect(connectionTrouble(connection({ health: null }))).toBeUndefined();
  });

  it('is first what a person decided', () => {
    const trouble = connectionTrouble(connection({ mode: 'hold', parked: 7, circuit: 'open' }));
    expect(trouble).toEqual({ tone: 'wait', text: 'Held, 7 parked' });
  });

  it('names the step at which it is down', () => {
    const health = {
      state: 'failed' as const,
      checkedAt: '2026-11-25T08:00:00Z',
      durationMs: 3,
      failedStep: 'Sign in',
    };
    expect(connectionTrouble(connection({ health }))?.text).toBe('Down at “Sign in”');
  });

  it('is missing settings only where a flow needs them', () => {
    expect(connectionTrouble(connection({ hasSettings: false }))).toBeUndefined();
    const usedBy = [{ flowId: 'orders', published: true, draft: true }];
    expect(connectionTrouble(connection({ hasSettings: false, usedBy }))?.tone).toBe('bad');
  });
});

function connection(change: Partial<ConnectionSummary>): ConnectionSummary {
  return {
    id: 'erp',
    type: 'http',
    name: 'ERP',
    description: null,
    mode: 'normal',
    drainRate: null,
    modeSince: '2026-11-25T08:00:00Z',
    modeNote: null,
    parked: 0,
    environment: 'test',
    hasSettings: true,
    circuit: 'closed',
    proposedMode: null,
    health: { state: 'passed', checkedAt: '2026-11-25T08:00:00Z', durationMs: 3 },
    usedBy: [],
    updatedAt: '2026-11-25T08:00:00Z',
    ...change,
  };
}
