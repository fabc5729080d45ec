import { Body } from '@lineshaft/flow';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { describeOnEachDatabase } from '../database/testing.ts';
import { emptyLedger } from '../ledger/ledger-testing.ts';
import type { Admission } from './delivery-gate.ts';
import { answer, straight, WorkerBench } from './worker-testing.ts';

const held: Admission = {
  kind: 'postponed',
  error: { code: 'connection-held', message: 'Deliveries to the ERP are held.' },
  afterMs: undefined,
};

describeOnEachDatabase('a delivery that waits', database => {
  let bench: WorkerBench;
  let calls: unknown[];
  beforeEach(async () => {
    await emptyLedger(database().pool);
    await database().pool.query(`truncate flow, flow_version`);
    bench = new WorkerBench(database());
    calls = [];
    bench.sinks.set('post', message => {
      calls.push(message.body.json());
      return answer(1);
    });
  });
  afterEach(() => bench.kill());

  const state = (id: string, wanted: string) =>
    vi.waitFor(async () => expect((await bench.find(id))?.state).toBe(wanted), { timeout: 5000, interval: 10 });
  const release = () =>
    database().pool.query(
      `update execution set held_by = null, due_at = now() where held_by = 'erp' and owner is null`,
    );

  async function deploy(rest: Record<string, unknown> = {}): Promise<void> {
    await bench.publish(straight('orders', { post: { connection: 'erp' } }, rest));
    await bench.start();
  }

  it('is parked without an attempt while its connection is held, says why, and goes when it is let go', async () => {
    const asked: [string, boolean][] = [];
    bench.enter = async (connection, wasHeld) => {
      asked.push([connection, wasHeld]);
      return wasHeld ? { kind: 'admitted', leave: () => {} } : held;
    };
    await deploy();
    const id = await bench.send('orders', 1);
    await state(id, 'waiting');
    const { rows } = await database().pool.query(`select held_by, due_at = 'infinity' as waits from execution`);
    expect(rows).toEqual([{ held_by: 'erp', waits: true }]);
    const found = await bench.find(id);
    expect(found?.error).toMatchObject({ code: 'connection-held', nodeId: 'post' });
    expect(found?.dueAt).toBeNull();
    await release();
    await state(id, 'succeeded');
    expect(asked).toEqual([
      ['erp', false],
      ['erp', true],
    ]);
    const trace = await bench.trace(id);
    expect(trace?.nodeRuns.map(run => run.attempt)).toEqual([1]);
  });

  it('keeps its place: what comes after it under the same ordering key waits behind it', async () => {
    bench.enter = async (_, wasHeld) => (wasHeld ? { kind: 'admitted', leave: () => {} } : held);
    await deploy({ keys: { orderingKey: '"one"' } });
    const first = await bench.send('orders', 1);
    await state(first, 'waiting');
    const second = await bench.send('orders', 2);
    expect((await bench.find(second))?.state).toBe('blocked');
    await release();
    await state(first, 'succeeded');
    await state(second, 'waiting');
    await release();
    await state(second, 'succeeded');
    expect(calls).toEqual([1, 2]);
  });

  it('asks again after the time that the gate names', async () => {
    let asked = 0;
    bench.enter = async () =>
      ++asked < 3 ? { ...held, afterMs: asked === 1 ? 30 : 600 } : { kind: 'admitted', leave: () => {} };
    await deploy();
    await state(await bench.send('orders', 1), 'succeeded');
    expect(asked).toBe(3);
  });

  it('tells the gate what became of it', async () => {
    const outcomes: string[] = [];
    bench.enter = async () => ({ kind: 'admitted', leave: outcome => outcomes.push(outcome.kind) });
    bench.sinks.set('post', () => {
      if (outcomes.length === 0) throw new Error('no');
      return answer(1);
    });
    await bench.publish(straight('orders', { post: { connection: 'erp', retry: { attempts: 2, delay: '10ms' } } }));
    await bench.start();
    await state(await bench.send('orders', 1), 'succeeded');
    expect(outcomes).toEqual(['failed', 'succeeded']);
  });

  it('starts no sooner than what led to it says', async () => {
    let dueAt = 0;
    bench.sinks.set('pause', (_, context) => {
      dueAt = context.now + 700;
      return [{ port: 'response', contentType: '', headers: {}, body: Body.fromJson(7), dueAt }];
    });
    let startedAt = 0;
    bench.sinks.set('post', (_, context) => {
      startedAt = context.now;
      return answer(1);
    });
    await bench.publish(straight('orders', { pause: {}, post: {} }));
    await bench.start();
    const id = await bench.send('orders', 1);
    await state(id, 'waiting');
    await state(id, 'succeeded');
    expect(startedAt).toBeGreaterThanOrEqual(dueAt);
  });
});
