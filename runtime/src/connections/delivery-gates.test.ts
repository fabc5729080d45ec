import { randomBytes } from 'node:crypto';
import type { ErrorCode } from '@lineshaft/flow';
import { beforeEach, expect, it, vi } from 'vitest';
import { describeOnEachDatabase } from '../database/testing.ts';
import type { Outcome } from '../engine/run-node.ts';
import { KeyRing } from '../secrets/key-ring.ts';
import { Circuits } from '../store/circuits.ts';
import { Connections } from '../store/connections.ts';
import { createLog } from '../telemetry/log.ts';
import type { Admission } from '../worker/delivery-gate.ts';
import { DeliveryGates } from './delivery-gates.ts';

const worked: Outcome = { kind: 'succeeded', emitted: [] };
const failed = (code: ErrorCode): Outcome => ({ kind: 'failed', error: { code, message: '' }, terminal: false });

/** The clock of the database is that of this machine, within a second. */
const later = 2000;

describeOnEachDatabase('the gates of connections', database => {
  let connections: Connections;
  let gates: DeliveryGates;
  /** Another process on the same database. */
  let others: DeliveryGates;
  beforeEach(async () => {
    await database().pool.query(`truncate connection, connection_environment`);
    connections = new Connections(database().kysely, new KeyRing(randomBytes(32)));
    [gates, others] = [makeGates(), makeGates()];
    await connections.save('erp', { type: 'http', name: 'ERP' });
    await connections.saveSettings('erp', 'test', {}, () => ({ settings: {}, secrets: new Map() }));
    await follow();
  });

  const makeGates = () =>
    new DeliveryGates({
      circuits: new Circuits(database().kysely, 'test'),
      log: createLog('silent'),
      now: () => Date.now() + later,
      share: () => ({ count: 1, place: 0 }),
    });
  const follow = async () => {
    const states = await connections.states('test');
    gates.follow(states);
    others.follow(states);
  };
  const enter = (wasHeld = false, at = gates) => at.enter('erp', wasHeld);
  const admitted = async (at = gates) => {
    const admission = await enter(false, at);
    if (admission.kind !== 'admitted') throw new Error(`It was postponed: ${admission.error.message}`);
    return admission;
  };
  const codeOf = (admission: Admission) => (admission.kind === 'postponed' ? admission.error.code : 'admitted');
  const deliver = async (count: number, outcome: Outcome) => {
    for (let index = 0; index < count; index++) (await admitted()).leave(outcome);
  };
  const circuit = async () => (await connections.states('test'))[0]?.environment?.circuit;
  const untilCircuit = (state: string) => vi.waitFor(async () => expect(await circuit()).toBe(state), { interval: 10 });
  const trip = async () => {
    await deliver(10, failed('target-unreachable'));
    await untilCircuit('open');
    await follow();
  };
  const openedLongAgo = async () => {
    await database().pool.query(`update connection_environment set circuit_until = now() - interval '1 second'`);
    await follow();
  };

  it('let everything through by default, and what nobody knows', async () => {
    expect([codeOf(await enter()), codeOf(await gates.enter('nix', false))]).toEqual(['admitted', 'admitted']);
  });

  it('park without end while the connection is held', async () => {
    await connections.setMode('erp', 'hold');
    await follow();
    for (const wasHeld of [false, true]) {
      expect(await enter(wasHeld)).toMatchObject({ error: { code: 'connection-held' }, afterMs: undefined });
    }
  });

  it('let through what was parked while the connection drains, and park what is new', async () => {
    await connections.setMode('erp', 'drain', 5);
    await follow();
    expect([codeOf(await enter(true)), codeOf(await enter(false))]).toEqual(['admitted', 'connection-held']);
  });

  it('keep to the limits of the connection', async () => {
    await connections.saveSettings('erp', 'test', { concurrency: 1 }, () => ({ settings: {}, secrets: new Map() }));
    await follow();
    const first = await admitted();
    const second = await enter();
    expect(codeOf(second)).toBe('connection-busy');
    expect(second).toMatchObject({ afterMs: expect.any(Number) as number });
    first.leave(worked);
    (await admitted()).leave(worked);
  });

  it('open the circuit in every process when too much fails', async () => {
    await trip();
    expect(await enter()).toMatchObject({ error: { code: 'connection-open' }, afterMs: expect.any(Number) as number });
    expect(codeOf(await enter(false, others))).toBe('connection-open');
  });

  it('leave the circuit closed when the other side refuses, or the failure is our own', async () => {
    await deliver(30, failed('target-rejected'));
    await deliver(30, failed('connection-unusable'));
    expect(await circuit()).toBe('closed');
    expect(codeOf(await enter())).toBe('admitted');
  });

  it('let one process try one delivery when it was open long enough', async () => {
    await trip();
    await openedLongAgo();
    const admissions = await Promise.all([enter(), enter(), enter(false, others), enter(false, others)]);
    expect(admissions.map(codeOf).toSorted()).toEqual([
      'admitted',
      'connection-open',
      'connection-open',
      'connection-open',
    ]);
    expect(await circuit()).toBe('half-open');
  });

  it('close the circuit when the try works, for all', async () => {
    await trip();
    await openedLongAgo();
    (await admitted()).leave(worked);
    await untilCircuit('closed');
    await follow();
    expect([codeOf(await enter()), codeOf(await enter(false, others))]).toEqual(['admitted', 'admitted']);
    // What failed before does not count again.
    await deliver(1, failed('timeout'));
    expect(await circuit()).toBe('closed');
  });

  it('open the circuit for longer when the try fails', async () => {
    const openFor = async () => {
      const { rows } = await database().pool.query<{ s: number }>(
        `select extract(epoch from circuit_until - now()) as s from connection_environment`,
      );
      return Math.round(Number(rows[0]?.s));
    };
    await trip();
    expect(await openFor()).toBe(5);
    await openedLongAgo();
    (await admitted()).leave(failed('timeout'));
    await untilCircuit('open');
    expect(await openFor()).toBe(10);
  });

  it('try again when a try said nothing about the other side', async () => {
    await trip();
    await openedLongAgo();
    (await admitted()).leave({ kind: 'cancelled' });
    await untilCircuit('open');
    await openedLongAgo();
    (await admitted(others)).leave(worked);
    await vi.waitFor(async () => expect(await circuit()).toBe('closed'), { interval: 10 });
  });

  it('do not wait for ever for a process that died while it tried', async () => {
    await trip();
    await openedLongAgo();
    await admitted();
    await openedLongAgo();
    (await admitted(others)).leave(worked);
    await vi.waitFor(async () => expect(await circuit()).toBe('closed'), { interval: 10 });
  });

  it('close the circuit when somebody enters other settings', async () => {
    await trip();
    await connections.saveSettings('erp', 'test', {}, () => ({ settings: {}, secrets: new Map() }));
    await follow();
    expect(codeOf(await enter())).toBe('admitted');
  });
});
