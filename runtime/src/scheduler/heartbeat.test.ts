import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { describeOnEachDatabase } from '../database/testing.ts';
import { type Faults, faultyPool } from '../ledger/faulty-pool-testing.ts';
import { acceptance, emptyLedger, stateOf } from '../ledger/ledger-testing.ts';
import { cancelExecution } from '../ledger/operate.ts';
import { straight, WorkerBench } from '../worker/worker-testing.ts';
import { Heartbeat } from './heartbeat.ts';

describeOnEachDatabase('a heartbeat', database => {
  let bench: WorkerBench;
  let heartbeat: Heartbeat;
  let faults: Faults;
  let calls: string[];
  beforeEach(async () => {
    await emptyLedger(database().pool);
    await database().pool.query(`truncate flow, flow_version`);
    faults = {};
    calls = [];
    bench = new WorkerBench(
      database(),
      faultyPool(database().pool, { before: name => faults.before?.(name), after: name => faults.after?.(name) }),
    );
    bench.sinks.set('post', (_, context) => {
      calls.push(context.executionId);
      return [];
    });
    await bench.publish(straight('orders', { post: {} }));
    await bench.start();
    heartbeat = beatOf(bench);
  });
  afterEach(() => bench.kill());

  function beatOf({ epoch, ledger, worker }: WorkerBench): Heartbeat {
    return new Heartbeat({ pool: database().pool, epoch, ledger, worker, onFenced: () => bench.fenced++ });
  }

  async function beats(count: number): Promise<void> {
    for (let beat = 0; beat < count; beat++) await heartbeat.beat();
  }

  const ended = (id: string) =>
    vi.waitFor(async () => expect((await bench.find(id))?.state).toBe('succeeded'), { timeout: 5000, interval: 10 });

  it('says that the process lives', async () => {
    await database().pool.query(`update worker set beat_at = now() - interval '1 minute'`);
    await heartbeat.beat();
    const { rows } = await database().pool.query(`select now() - beat_at < interval '5 seconds' as fresh from worker`);
    expect(rows).toEqual([{ fresh: true }]);
  });

  it('tells of a death', async () => {
    await bench.epoch.end();
    await heartbeat.beat();
    expect(bench.fenced).toBe(1);
  });

  it('gives back at its second beat what nobody here works on', async () => {
    const item = acceptance({ leased: true });
    await bench.ledger.accept(item);
    await heartbeat.beat();
    expect(await stateOf(database().pool, item.executionId)).toBe('running');
    await heartbeat.beat();
    expect(await stateOf(database().pool, item.executionId)).not.toBe('running');
  });

  it('leaves what is at work', async () => {
    const gate = Promise.withResolvers<void>();
    bench.sinks.set('post', async () => {
      calls.push('post');
      await gate.promise;
      return [];
    });
    const id = await bench.send('orders', {});
    await beats(4);
    gate.resolve();
    await ended(id);
    expect(calls).toEqual(['post']);
  });

  it('leaves what is being prepared, however long that takes', async () => {
    bench.beforePrepare = () => sleep(300);
    const id = await bench.send('orders', {});
    await beats(3);
    await ended(id);
    expect(calls).toEqual([id]);
  });

  it('leaves what a slow lease is just bringing', async () => {
    const gate = Promise.withResolvers<void>();
    const reading = Promise.withResolvers<void>();
    faults.before = name => {
      if (!name.includes('from message')) return;
      reading.resolve();
      return gate.promise;
    };
    const id = await bench.send('orders', {}, { local: false });
    await reading.promise;
    await beats(4);
    gate.resolve();
    faults = {};
    await ended(id);
    expect(calls).toEqual([id]);
  });

  it('leaves what a slow accept is just bringing', async () => {
    const gate = Promise.withResolvers<void>();
    const committed = Promise.withResolvers<void>();
    faults.after = name => {
      if (name !== 'accept') return;
      committed.resolve();
      return gate.promise;
    };
    const sending = bench.send('orders', {});
    await committed.promise;
    await beats(4);
    gate.resolve();
    const id = await sending;
    await ended(id);
    expect(calls).toEqual([id]);
  });

  it('hears that somebody wants to cancel what is at work here', async () => {
    const started = Promise.withResolvers<void>();
    bench.sinks.set('post', async (_, context) => {
      started.resolve();
      await sleep(60_000, undefined, { signal: context.signal });
      return [];
    });
    const id = await bench.send('orders', {});
    await started.promise;
    await cancelExecution(database().pool, id);
    await heartbeat.beat();
    await vi.waitFor(async () => expect((await bench.find(id))?.state).toBe('cancelled'));
  });

  it('takes its part of limits when another process comes', async () => {
    await bench.publish(straight('orders', { post: {} }, { limits: { concurrency: 3 } }));
    bench.worker.slots.setLimits('orders', { concurrency: 3 });
    const other = new WorkerBench(database());
    await other.start();
    await heartbeat.beat();
    const taken = [1, 2, 3].map(() => bench.worker.slots.tryTake('orders'));
    expect(taken).toEqual([true, true, false]);
    await other.kill();
  });
});
