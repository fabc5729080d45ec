import { randomBytes } from 'node:crypto';
import { LineshaftError } from '@lineshaft/flow';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { describeOnEachDatabase } from '../database/testing.ts';
import { emptyLedger } from '../ledger/ledger-testing.ts';
import { parkedExecutions } from '../ledger/parked.ts';
import { KeyRing } from '../secrets/key-ring.ts';
import { Redactor } from '../secrets/redactor.ts';
import { createLog } from '../telemetry/log.ts';
import { Metrics } from '../telemetry/metrics.ts';
import { quickRetry, straight, WorkerBench } from '../worker/worker-testing.ts';
import { type ConnectionServices, connectionServices } from './connection-services.ts';
import { TestSystem } from './connections-testing.ts';

/** A worker with the real gates before its sinks. */
describeOnEachDatabase('degraded mode', database => {
  let bench: WorkerBench;
  let services: ConnectionServices;
  let system: TestSystem;
  let redactor: Redactor;
  let metrics: Metrics;
  let delivered: unknown[];
  beforeEach(async () => {
    await emptyLedger(database().pool);
    await database().pool.query(`truncate flow, flow_version, connection, connection_environment`);
    [delivered, system, redactor, metrics] = [[], new TestSystem(), new Redactor(), new Metrics()];
    bench = new WorkerBench(database());
    services = connectionServices({
      database: database(),
      keys: new KeyRing(randomBytes(32)),
      implementations: system.implementations,
      environment: 'test',
      redactor,
      log: createLog('silent'),
      metrics,
      now: () => bench.epoch.now(),
      share: () => bench.worker.slots.share,
      announceWork: () => bench.worker.wake(),
    });
    bench.enter = (id, wasHeld) => services.gates.enter(id, wasHeld);
    bench.redact = error => redactor.record(error);
    bench.sinks.set('post', message => {
      delivered.push(message.body.json());
      return [];
    });
    await bench.publish(
      straight('orders', { post: { connection: 'erp', retry: quickRetry } }, { keys: { orderingKey: '$string(po)' } }),
    );
    await services.connections.save('erp', { type: 'test.system', name: 'ERP' });
    const secrets = new Map([['/pin', 'canary-7f3a']]);
    await services.connections.saveSettings('erp', 'test', {}, () => ({ settings: { address: 'a' }, secrets }));
    await bench.start();
    await services.follow();
  });
  afterEach(() => bench.kill());

  const setMode = async (mode: 'normal' | 'hold' | 'drain', drainRate?: number) => {
    await services.connections.setMode('erp', mode, drainRate);
    await services.follow();
  };
  const parked = async () => (await parkedExecutions(database().pool)).get('erp') ?? 0;
  const eventually = (check: () => Promise<void> | void) => vi.waitFor(check, { timeout: 10_000, interval: 20 });
  const isParked = (count: number) => eventually(async () => expect(await parked()).toBe(count));

  it('parks deliveries while the connection is held, says why, and lets them go in order per key', async () => {
    await setMode('hold');
    const ids: string[] = [];
    for (let line = 1; line <= 3; line++) {
      for (const po of [1, 2]) ids.push(await bench.send('orders', { po, line }));
    }
    // The first of each key; the others stand behind it.
    await isParked(2);
    expect(await bench.find(ids[0] ?? '')).toMatchObject({
      state: 'waiting',
      error: { code: 'connection-held', nodeId: 'post' },
    });
    await services.releaseParked();
    expect([delivered, await parked()]).toEqual([[], 2]);

    await setMode('normal');
    await services.releaseParked();
    await eventually(() => expect(delivered).toHaveLength(6));
    for (const key of [1, 2]) {
      const lines = (delivered as { po: number; line: number }[])
        .filter(({ po }) => po === key)
        .map(({ line }) => line);
      expect(lines).toEqual([1, 2, 3]);
    }
  });

  it('drains at the set rate, parks what comes meanwhile behind it, and is normal again at the end', async () => {
    await setMode('hold');
    for (let po = 1; po <= 3; po++) await bench.send('orders', { po });
    await isParked(3);
    await setMode('drain', 5);
    await bench.send('orders', { po: 4 });
    await isParked(4);
    expect(delivered).toEqual([]);
    const startedAt = performance.now();
    await eventually(async () => {
      await services.releaseParked();
      expect(delivered).toHaveLength(4);
    });
    // Four at five a second: the first comes after 200 ms.
    expect(performance.now() - startedAt).toBeGreaterThan(500);
    expect((delivered as { po: number }[]).map(({ po }) => po)).toEqual([1, 2, 3, 4]);
    await eventually(async () => {
      await services.releaseParked();
      expect((await services.connections.find('erp'))?.mode).toBe('normal');
    });
  });

  it('goes on after attempts that were never made: what waits uses up no retries', async () => {
    await setMode('hold');
    const id = await bench.send('orders', { po: 1 });
    await isParked(1);
    await setMode('normal');
    await services.releaseParked();
    await eventually(async () => expect((await bench.find(id))?.state).toBe('succeeded'));
    expect((await bench.trace(id))?.nodeRuns.map(({ attempt, state }) => [attempt, state])).toEqual([[1, 'succeeded']]);
  });

  it('keeps the secret out of what a failing delivery leaves behind', async () => {
    bench.sinks.set('post', () => {
      throw new LineshaftError('target-rejected', 'No entry for canary-7f3a.', {
        details: { header: 'Bearer canary-7f3a' },
      });
    });
    const id = await bench.send('orders', { po: 1 });
    await eventually(async () => expect((await bench.find(id))?.state).toBe('dead-lettered'));
    const kept = JSON.stringify([await bench.find(id), await bench.trace(id)]);
    expect(kept).toContain('No entry for [secret].');
    expect(kept).toContain('Bearer [secret]');
    expect(kept).not.toContain('canary-7f3a');
    const { rows } = await database().pool.query<{ text: string }>(
      `select coalesce(e.error::text, '') || coalesce(e.checkpoint::text, '') || n.error::text as text
       from execution e join node_run n on n.execution_id = e.id`,
    );
    expect(JSON.stringify(rows)).not.toContain('canary-7f3a');
  });

  it('probes what flows use, and shows it, unless it is held', async () => {
    await services.connections.save('idle', { type: 'test.system', name: 'Idle' });
    await services.connections.saveSettings('idle', 'test', {}, () => ({
      settings: { address: 'b' },
      secrets: new Map(),
    }));
    await services.follow();
    const health = async (id: string) =>
      (await services.connections.states('test')).find(state => state.id === id)?.environment?.health;
    await services.probes.all();
    expect([await health('erp'), await health('idle')]).toEqual([
      expect.objectContaining({ state: 'passed' }),
      undefined,
    ]);

    let probes = 0;
    system.handshake = async step => {
      probes++;
      await step('Sign in', () => Promise.reject(new LineshaftError('target-rejected', 'Wrong: canary-7f3a')));
    };
    await services.probes.all();
    expect(probes).toBe(0);
    await database().pool.query(`update connection_environment set probed_at = now() - interval '70 seconds'`);
    await services.probes.all();
    expect(await health('erp')).toMatchObject({
      state: 'failed',
      failedStep: 'Sign in',
      error: { code: 'target-rejected', message: 'Wrong: [secret]' },
    });
    await services.follow();
    expect(await metrics.text()).toContain('lineshaft_connection_up{connection="erp"} 0');

    await database().pool.query(`update connection_environment set probed_at = null`);
    await setMode('hold');
    await services.probes.all();
    expect(probes).toBe(1);
    expect(await metrics.text()).toContain('lineshaft_connection_held{connection="erp"} 1');
  });
});
