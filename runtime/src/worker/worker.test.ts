import { setTimeout as sleep } from 'node:timers/promises';
import { LineshaftError, RetryAfterError, TerminalError } from '@lineshaft/flow';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { describeOnEachDatabase } from '../database/testing.ts';
import { reviveDead } from '../engine/plan-next.ts';
import { emptyLedger } from '../ledger/ledger-testing.ts';
import { cancelExecution, retryDelivery } from '../ledger/operate.ts';
import { handOnWorkOfTheDead } from '../ledger/sweep.ts';
import { answer, quickRetry, straight, WorkerBench } from './worker-testing.ts';

describeOnEachDatabase('a worker', database => {
  let bench: WorkerBench;
  beforeEach(async () => {
    await emptyLedger(database().pool);
    await database().pool.query(`truncate flow, flow_version`);
    bench = new WorkerBench(database());
  });
  afterEach(() => bench.kill());

  const ended = (id: string, state: string) =>
    vi.waitFor(async () => expect((await bench.find(id))?.state).toBe(state), { timeout: 5000, interval: 10 });

  async function deploy(definition: Parameters<WorkerBench['publish']>[0]): Promise<void> {
    await bench.publish(definition);
    await bench.start();
  }

  it('takes a message through its flow and records every node run with input and output', async () => {
    bench.sinks.set('post', message => answer({ got: message.body.json() }));
    await deploy(straight('orders', { pass: {}, post: {} }));
    const id = await bench.send('orders', { po: 1 });
    await ended(id, 'succeeded');
    const trace = await bench.trace(id);
    expect(
      trace?.nodeRuns.map(run => [
        run.run,
        run.nodeId,
        run.attempt,
        run.state,
        run.input.body.bytes?.toString(),
        run.outputs.map(output => output.body.bytes?.toString()),
      ]),
    ).toEqual([
      [1, 'pass', 1, 'succeeded', '{"po":1}', ['{"po":1}']],
      [2, 'post', 1, 'succeeded', '{"po":1}', ['{"got":{"po":1}}']],
    ]);
  });

  it('works on what another process accepted', async () => {
    bench.sinks.set('post', () => answer(1));
    await deploy(straight('orders', { post: {} }));
    await ended(await bench.send('orders', {}, { local: false }), 'succeeded');
  });

  it('tries a failed delivery again by its policy, under one idempotency key, and records each attempt', async () => {
    const keys: string[] = [];
    bench.sinks.set('post', (_, context) => {
      keys.push(context.idempotencyKey);
      if (keys.length < 3) throw new LineshaftError('target-failed', 'It said 500.');
      return answer('ok');
    });
    await deploy(straight('orders', { post: { retry: quickRetry } }));
    const id = await bench.send('orders', {});
    await ended(id, 'succeeded');
    expect(new Set(keys)).toEqual(new Set([`${id}-post-1`]));
    const trace = await bench.trace(id);
    expect(trace?.nodeRuns.map(run => [run.attempt, run.state, run.error?.message])).toEqual([
      [1, 'failed', 'It said 500.'],
      [2, 'failed', 'It said 500.'],
      [3, 'succeeded', undefined],
    ]);
  });

  it('gives the lease back for a long wait and goes on when it is due', async () => {
    let calls = 0;
    bench.sinks.set('post', () => {
      if (++calls === 1) throw new RetryAfterError('target-throttled', 'Too many.', 700);
      return answer('ok');
    });
    await deploy(straight('orders', { pass: {}, post: { retry: quickRetry } }));
    const id = await bench.send('orders', { po: 2 });
    await ended(id, 'waiting');
    expect(bench.worker.slots.busy).toBe(0);
    expect(await bench.find(id)).toMatchObject({
      dueAt: expect.any(Date) as Date,
      error: { code: 'target-throttled', nodeId: 'post' },
    });
    await ended(id, 'succeeded');
    expect((await bench.trace(id))?.nodeRuns.map(run => run.nodeId)).toEqual(['pass', 'post', 'post']);
    expect((await bench.find(id))?.error).toBeNull();
  });

  it('keeps the input of a dead-lettered node, and retries the delivery by hand from there', async () => {
    let up = false;
    bench.sinks.set('post', message => {
      if (!up) throw new TerminalError('target-rejected', 'It said 400.');
      return answer(message.body.json());
    });
    await deploy(straight('orders', { pass: {}, post: { retry: quickRetry } }));
    const id = await bench.send('orders', { po: 3 });
    await ended(id, 'dead-lettered');
    expect((await bench.find(id))?.error).toEqual({ code: 'target-rejected', message: 'It said 400.', nodeId: 'post' });
    expect((await bench.trace(id))?.pending).toMatchObject([{ nodeId: 'post', dead: true }]);
    up = true;
    await retryDelivery(database().pool, id, reviveDead);
    await ended(id, 'succeeded');
    const runs = (await bench.trace(id))?.nodeRuns.map(run => [
      run.nodeId,
      run.attempt,
      run.input.body.bytes?.toString(),
    ]);
    expect(runs).toEqual([
      ['pass', 1, '{"po":3}'],
      ['post', 1, '{"po":3}'],
      ['post', 2, '{"po":3}'],
    ]);
    expect((await bench.find(id))?.error).toBeNull();
  });

  it('sends input and error through a drawn error port', async () => {
    const seen: unknown[] = [];
    bench.sinks.set('post', () => {
      throw new TerminalError('target-rejected', 'It said 400.');
    });
    bench.sinks.set('notify', message => {
      seen.push(message.body.json());
      return [];
    });
    const flow = straight('orders', { post: { onFailure: 'error-port' }, notify: {} });
    await deploy({
      ...flow,
      edges: [
        { from: 'in', port: 'out', to: 'post' },
        { from: 'post', port: 'error', to: 'notify' },
      ],
    });
    await ended(await bench.send('orders', { po: 4 }), 'succeeded');
    expect(seen).toMatchObject([{ input: { po: 4 }, error: { code: 'target-rejected', nodeId: 'post', attempts: 1 } }]);
  });

  it('after a crash does again only what was not settled, under the same idempotency keys', async () => {
    const calls: string[] = [];
    let stuck = true;
    bench.sinks.set('first', (_, context) => {
      calls.push(context.idempotencyKey);
      return answer('first');
    });
    bench.sinks.set('second', async (_, context) => {
      calls.push(context.idempotencyKey);
      if (stuck) await sleep(60_000, undefined, { signal: context.signal });
      return answer('second');
    });
    await deploy(straight('orders', { first: {}, pass: {}, second: {} }));
    const id = await bench.send('orders', {});
    await vi.waitFor(() => expect(calls).toHaveLength(2));
    await bench.kill();
    stuck = false;
    await bench.start();
    await handOnWorkOfTheDead(database().pool);
    await ended(id, 'succeeded');
    expect(calls).toEqual([`${id}-first-1`, `${id}-second-3`, `${id}-second-3`]);
  });

  it('settles what a sink did before anything that depends on it goes out', async () => {
    let recordedBefore: unknown;
    bench.sinks.set('first', () => answer('first'));
    bench.sinks.set('second', async (_, context) => {
      recordedBefore = (await bench.trace(context.executionId))?.nodeRuns.map(run => run.nodeId);
      return answer('second');
    });
    await deploy(straight('orders', { first: {}, second: {} }));
    await ended(await bench.send('orders', {}), 'succeeded');
    expect(recordedBefore).toEqual(['first']);
  });

  it('runs branches side by side, and a failing one does not keep the others back', async () => {
    const done: string[] = [];
    const meeting = Promise.withResolvers<void>();
    bench.sinks.set('left', async () => {
      await meeting.promise;
      done.push('left');
      return [];
    });
    bench.sinks.set('right', () => {
      meeting.resolve();
      throw new TerminalError('target-rejected', 'No.');
    });
    const flow = straight('orders', { left: {}, right: {} });
    await deploy({
      ...flow,
      edges: [
        { from: 'in', port: 'out', to: 'left' },
        { from: 'in', port: 'out', to: 'right' },
      ],
    });
    const id = await bench.send('orders', {});
    await ended(id, 'dead-lettered');
    expect(done).toEqual(['left']);
    expect((await bench.trace(id))?.pending).toMatchObject([{ nodeId: 'right', dead: true }]);
  });

  it('ends an attempt at the timeout of its node', async () => {
    bench.sinks.set('post', () => new Promise(() => {}));
    await deploy(straight('orders', { post: { timeout: '50ms', retry: { attempts: 1 } } }));
    const id = await bench.send('orders', {});
    await ended(id, 'dead-lettered');
    expect((await bench.find(id))?.error).toMatchObject({ code: 'timeout', nodeId: 'post' });
  });

  it('cancels an execution that is at work', async () => {
    const started = Promise.withResolvers<void>();
    bench.sinks.set('post', async (_, context) => {
      started.resolve();
      await sleep(60_000, undefined, { signal: context.signal });
      return [];
    });
    await deploy(straight('orders', { post: {} }));
    const id = await bench.send('orders', {});
    await started.promise;
    expect(await cancelExecution(database().pool, id)).toMatchObject({ kind: 'done' });
    bench.worker.cancel(id);
    await ended(id, 'cancelled');
    expect((await bench.trace(id))?.nodeRuns).toMatchObject([{ nodeId: 'post', state: 'cancelled' }]);
  });

  it('keeps the order of a key while other keys overtake', async () => {
    const seen: string[] = [];
    let failures = 2;
    bench.sinks.set('post', message => {
      const { key, n } = message.body.json() as { key: string; n: number };
      if (key === 'slow' && n === 0 && failures-- > 0) throw new LineshaftError('target-failed', 'Not yet.');
      seen.push(`${key} ${n}`);
      return [];
    });
    await deploy(
      straight('orders', { post: { retry: { ...quickRetry, delay: '300ms' } } }, { keys: { orderingKey: 'key' } }),
    );
    for (const n of [0, 1, 2]) {
      await bench.send('orders', { key: 'slow', n });
      await bench.send('orders', { key: 'quick', n });
    }
    await vi.waitFor(() => expect(seen).toHaveLength(6), { timeout: 5000 });
    expect(seen).toEqual(['quick 0', 'quick 1', 'quick 2', 'slow 0', 'slow 1', 'slow 2']);
  });

  it('lets a partner through that another one floods, and new messages wait behind the backlog of their partner', async () => {
    const gates = new Map<string, PromiseWithResolvers<void>>();
    bench.sinks.set('post', async (message, context) => {
      if ((message.body.json() as { from: string }).from !== 'flood') return [];
      const gate = Promise.withResolvers<void>();
      gates.set(context.executionId, gate);
      await gate.promise;
      return [];
    });
    await deploy(straight('orders', { post: {} }, { keys: { partner: 'from' } }));
    const flood = () => bench.send('orders', { from: 'flood' });
    const ids = await Promise.all(Array.from({ length: 300 }, flood));
    await vi.waitFor(() => expect(gates.size).toBe(256), { timeout: 5000 });
    await ended(await bench.send('orders', {}, { partner: 'steady' }), 'succeeded');
    await ended(await bench.send('orders', { from: 'steady' }, { partner: 'flood' }), 'succeeded');

    expect([...bench.backlog.state()]).toMatchObject([{ flowId: 'orders', open: 300, partners: [['flood', 300]] }]);
    const waiting = ids.filter(id => !gates.has(id));
    const first = [...gates.keys()][0] ?? '';
    gates.get(first)?.resolve();
    await ended(first, 'succeeded');
    const late = await flood();
    await vi.waitFor(() => expect(gates.size).toBe(257), { timeout: 5000 });
    expect(gates.has(late)).toBe(false);
    expect(waiting.some(id => gates.has(id))).toBe(true);
  });

  it('holds the concurrency limit of a flow', async () => {
    let busy = 0;
    let most = 0;
    bench.sinks.set('post', async () => {
      most = Math.max(most, ++busy);
      await sleep(20);
      busy--;
      return [];
    });
    await deploy(straight('orders', { post: {} }, { limits: { concurrency: 2 } }));
    const ids = await Promise.all(Array.from({ length: 10 }, () => bench.send('orders', {})));
    for (const id of ids) await ended(id, 'succeeded');
    expect(most).toBe(2);
  });

  it('holds the rate of a flow', async () => {
    const times: number[] = [];
    bench.sinks.set('post', () => {
      times.push(performance.now());
      return [];
    });
    await deploy(straight('orders', { post: {} }, { limits: { rate: { count: 2, per: '500ms' } } }));
    await Promise.all(Array.from({ length: 5 }, () => bench.send('orders', {})));
    await vi.waitFor(() => expect(times).toHaveLength(5), { timeout: 5000 });
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThan(600);
  });

  it('notices that it was taken for dead and records nothing more', async () => {
    const gate = Promise.withResolvers<void>();
    bench.sinks.set('post', async () => {
      await gate.promise;
      return answer('late');
    });
    await deploy(straight('orders', { post: {} }));
    const id = await bench.send('orders', {});
    await bench.epoch.end();
    gate.resolve();
    await vi.waitFor(() => expect(bench.fenced).toBeGreaterThan(0));
    expect((await bench.trace(id))?.nodeRuns).toEqual([]);
  });
});
