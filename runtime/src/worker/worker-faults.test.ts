import { setTimeout as sleep } from 'node:timers/promises';
import { Body, LineshaftError, TerminalError } from '@lineshaft/flow';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { describeOnEachDatabase } from '../database/testing.ts';
import { reviveDead } from '../engine/plan-next.ts';
import { connectionLost, type Faults, faultyPool } from '../ledger/faulty-pool-testing.ts';
import { emptyLedger } from '../ledger/ledger-testing.ts';
import { reprocess, retryDelivery } from '../ledger/operate.ts';
import { answer, quickRetry, straight, WorkerBench } from './worker-testing.ts';

/** An error whose record no ledger can keep: JSON has no form for it. */
const unrecordable = () => new TerminalError('target-rejected', 'It said no.', { details: { size: 1n } });

describeOnEachDatabase('a worker, when things go wrong', database => {
  let bench: WorkerBench;
  let faults: Faults;
  beforeEach(async () => {
    await emptyLedger(database().pool);
    await database().pool.query(`truncate flow, flow_version`);
    faults = {};
    bench = new WorkerBench(
      database(),
      faultyPool(database().pool, { before: name => faults.before?.(name), after: name => faults.after?.(name) }),
    );
  });
  afterEach(() => bench.kill());

  const ended = (id: string, state: string) =>
    vi.waitFor(async () => expect((await bench.find(id))?.state).toBe(state), { timeout: 5000, interval: 10 });

  async function deploy(...definitions: Parameters<WorkerBench['publish']>[0][]): Promise<void> {
    for (const definition of definitions) await bench.publish(definition);
    await bench.start();
  }

  it('takes an output that cannot be written as a failure of its node, and goes on with the others', async () => {
    bench.sinks.set('post', message =>
      (message.body.json() as { bad: boolean }).bad
        ? [{ port: 'response', contentType: 'application/json', headers: {}, body: Body.fromJson({ size: 1n }) }]
        : answer('ok'),
    );
    await deploy(straight('orders', { post: { retry: { attempts: 1 } } }));
    const ids = await Promise.all([true, false].map(bad => bench.send('orders', { bad })));
    await ended(ids[0] ?? '', 'dead-lettered');
    await ended(ids[1] ?? '', 'succeeded');
    expect((await bench.find(ids[0] ?? ''))?.error).toMatchObject({ nodeId: 'post' });
  });

  it('keeps what was recorded when a later result cannot be, so that a retry does not do it again', async () => {
    const calls: string[] = [];
    bench.sinks.set('first', () => {
      calls.push('first');
      return answer('first');
    });
    bench.sinks.set('second', () => {
      calls.push('second');
      if (calls.length < 3) throw unrecordable();
      return [];
    });
    await deploy(straight('orders', { first: {}, second: {} }));
    const id = await bench.send('orders', {});
    await ended(id, 'dead-lettered');
    expect((await bench.find(id))?.error?.message).toContain('could not be recorded');
    await retryDelivery(database().pool, id, reviveDead);
    await ended(id, 'succeeded');
    expect(calls).toEqual(['first', 'second', 'second']);
  });

  it('starts nothing more of an execution that it gave up', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `s${index}`);
    const started: string[] = [];
    const gate = Promise.withResolvers<void>();
    for (const name of names) {
      bench.sinks.set(name, async () => {
        started.push(name);
        if (name === 's0') throw unrecordable();
        await gate.promise;
        return [];
      });
    }
    const flow = straight('orders', Object.fromEntries(names.map(name => [name, {}])));
    await deploy({ ...flow, edges: names.map(to => ({ from: 'in', port: 'out', to })) });
    const id = await bench.send('orders', {});
    await ended(id, 'dead-lettered');
    const before = [...started];
    gate.resolve();
    await sleep(100);
    expect(started).toEqual(before);
  });

  it('does not work twice on an execution whose settlement it could not hear of', async () => {
    let busy = 0;
    let most = 0;
    let calls = 0;
    bench.sinks.set('post', async () => {
      most = Math.max(most, ++busy);
      const call = ++calls;
      await sleep(call === 1 ? 0 : 800);
      busy--;
      if (call === 1) throw new LineshaftError('target-failed', 'Not yet.');
      return [];
    });
    await deploy(straight('orders', { post: { retry: { ...quickRetry, delay: '300ms' } } }));
    // The answer to the first settlement is lost, and no settlement gets through for a while; leases do.
    let lostAt = 0;
    faults = {
      before(name) {
        if (name === 'settle' && lostAt > 0 && performance.now() - lostAt < 500) throw connectionLost();
      },
      after(name) {
        if (name !== 'settle' || lostAt > 0) return;
        lostAt = performance.now();
        throw connectionLost();
      },
    };
    const id = await bench.send('orders', {});
    await ended(id, 'succeeded');
    expect({ most, calls }).toEqual({ most: 1, calls: 2 });
  });

  it('puts what the ledger lost the message of in the dead letter channel, and works on the rest', async () => {
    bench.sinks.set('post', () => []);
    await deploy(straight('orders', { post: {} }));
    await bench.worker.stop(0);
    const ids = await Promise.all([1, 2, 3].map(() => bench.send('orders', {}, { local: false })));
    await database().pool.query(`delete from message where execution_id = $1`, [ids[1]]);
    await bench.start();
    await ended(ids[0] ?? '', 'succeeded');
    await ended(ids[2] ?? '', 'succeeded');
    await ended(ids[1] ?? '', 'dead-lettered');
    expect((await bench.find(ids[1] ?? ''))?.error?.message).toContain('Send the document again');
  });

  it('does not begin what it was given by an epoch that was taken away meanwhile', async () => {
    const calls: string[] = [];
    bench.sinks.set('post', () => {
      calls.push('post');
      return [];
    });
    await deploy(straight('orders', { post: {} }));
    const gate = Promise.withResolvers<void>();
    const preparing = Promise.withResolvers<void>();
    bench.beforePrepare = () => {
      preparing.resolve();
      return gate.promise;
    };
    await bench.send('orders', {});
    await preparing.promise;
    bench.worker.dropAll();
    gate.resolve();
    await sleep(50);
    expect(calls).toEqual([]);
    expect(bench.worker.slots.busy).toBe(0);
  });

  it('comes back soon to what it could not prepare because the database was away', async () => {
    bench.sinks.set('post', () => []);
    await deploy(straight('orders', { post: {} }));
    let lost = 1;
    bench.beforePrepare = () => {
      if (lost-- > 0) throw connectionLost();
    };
    const id = await bench.send('orders', {});
    await ended(id, 'succeeded');
  });

  it('says of a version that cannot run here what is wrong, and tries it again later', async () => {
    await deploy(straight('orders', { post: {} }));
    bench.beforePrepare = () => {
      throw new LineshaftError('config-invalid', 'Node "x": this runtime has no node type "y".');
    };
    const id = await bench.send('orders', {});
    await ended(id, 'waiting');
    expect((await bench.find(id))?.error?.message).toContain('no node type "y"');
    expect((await bench.find(id))?.dueAt?.getTime()).toBeGreaterThan(bench.epoch.now() + 10_000);
  });

  it('does not take a reprocessed message for done when the version has no source for it', async () => {
    bench.sinks.set('post', () => []);
    await deploy(straight('orders', { post: {} }));
    const id = await bench.send('orders', {});
    await ended(id, 'succeeded');
    const other = straight('orders', { post: {} });
    await bench.publish({
      ...other,
      nodes: other.nodes.map(node => (node.id === 'in' ? { ...node, id: 'door' } : node)),
      edges: [{ from: 'door', port: 'out', to: 'post' }],
    });
    const again = await reprocess(database().pool, id, 2);
    if (again.kind !== 'done') throw new Error('refused');
    await ended(again.executionId, 'dead-lettered');
    expect((await bench.find(again.executionId))?.error).toMatchObject({
      code: 'config-invalid',
      message: expect.stringContaining('has no source "in"') as string,
    });
  });

  it(
    'gives its slot to others now and then, however quickly a node is to be retried',
    { timeout: 10_000 },
    async () => {
      bench.sinks.set('post', () => {
        throw new LineshaftError('target-failed', 'No.');
      });
      await deploy(
        straight('orders', {
          post: { retry: { ...quickRetry, attempts: 'unlimited', backoff: 'fixed', delay: '50ms' } },
        }),
      );
      await bench.send('orders', {});
      await vi.waitFor(() => expect(bench.worker.slots.busy).toBe(0), { timeout: 6000, interval: 1 });
    },
  );

  it('records a failed processor before what follows from its retry goes out, so that a crash cannot number it anew', async () => {
    let recorded: unknown;
    bench.sinks.set('other', async () => {
      await sleep(100);
      return [];
    });
    bench.sinks.set('post', async (_, context) => {
      recorded = (await bench.trace(context.executionId))?.nodeRuns.map(run => [run.nodeId, run.state]);
      return [];
    });
    let failures = 1;
    bench.processors.set('pass', () => {
      if (failures-- > 0) throw new LineshaftError('unexpected', 'Not yet.');
    });
    const flow = straight('orders', { pass: { retry: quickRetry }, other: {}, post: {} });
    await deploy({
      ...flow,
      edges: [
        { from: 'in', port: 'out', to: 'pass' },
        { from: 'in', port: 'out', to: 'other' },
        { from: 'pass', port: 'out', to: 'post' },
      ],
    });
    await ended(await bench.send('orders', {}), 'succeeded');
    expect(recorded).toEqual([
      ['pass', 'failed'],
      ['pass', 'succeeded'],
    ]);
  });

  it('ends a processor at the timeout of its node', async () => {
    bench.processors.set('pass', () => new Promise<void>(() => {}));
    await deploy(straight('orders', { pass: { timeout: '50ms' }, post: {} }));
    const id = await bench.send('orders', {});
    await ended(id, 'dead-lettered');
    expect((await bench.find(id))?.error).toMatchObject({ code: 'timeout', nodeId: 'pass' });
  });

  it('holds the concurrency limit of a flow while it leases and takes messages in at the same time', async () => {
    let busy = 0;
    let most = 0;
    bench.sinks.set('post', async () => {
      most = Math.max(most, ++busy);
      // Longer than a lease, or one would be through before the next comes.
      await sleep(25);
      busy--;
      return [];
    });
    await deploy(straight('orders', { post: {} }, { limits: { concurrency: 2 } }));
    faults = { before: name => (name === 'lease' ? sleep(10) : undefined) };
    const ids: string[] = [];
    for (let round = 0; round < 15; round++) {
      ids.push(...(await Promise.all([1, 2, 3].map(index => bench.send('orders', {}, { local: index > 1 })))));
      await sleep(7);
    }
    for (const id of ids) await ended(id, 'succeeded');
    expect(most).toBe(2);
  });

  it('takes nothing on after it has stopped', async () => {
    const calls: string[] = [];
    bench.sinks.set('post', () => {
      calls.push('post');
      return [];
    });
    await deploy(straight('orders', { post: {} }));
    await bench.worker.stop(0);
    const id = await bench.send('orders', {});
    await sleep(50);
    expect(calls).toEqual([]);
    expect((await bench.find(id))?.state).toBe('running');
  });
});
