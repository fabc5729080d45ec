import { type RunContext, TerminalError } from '@lineshaft/flow';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { describeOnEachDatabase } from '../database/testing.ts';
import { reviveDead } from '../engine/plan-next.ts';
import { emptyLedger } from '../ledger/ledger-testing.ts';
import { retryDelivery } from '../ledger/operate.ts';
import { handOnWorkOfTheDead } from '../ledger/sweep.ts';
import { answer, quickRetry, straight, WorkerBench } from './worker-testing.ts';

describeOnEachDatabase('an execution that undoes what it did', database => {
  let bench: WorkerBench;
  let calls: string[];
  beforeEach(async () => {
    await emptyLedger(database().pool);
    await database().pool.query(`truncate flow, flow_version`);
    bench = new WorkerBench(database());
    calls = [];
    for (const node of ['reserve', 'book', 'unreserve', 'unbook']) {
      bench.sinks.set(node, (message, context) => note(node, context, message.body.json()));
    }
    bench.sinks.set('post', () => {
      throw new TerminalError('target-rejected', 'The period is closed.');
    });
  });
  afterEach(() => bench.kill());

  function note(node: string, context: Pick<RunContext, 'run'>, body: unknown) {
    calls.push(`${node} ${JSON.stringify(body)}`);
    return answer(`${node}-${context.run}`);
  }

  const flow = straight('orders', {
    reserve: { compensation: 'unreserve' },
    book: { compensation: 'unbook' },
    post: { retry: quickRetry },
  });
  const undoing = ['unreserve', 'unbook'].map(id => ({ id, name: id, type: 'test.sink', retry: quickRetry }));
  const deploy = async () => {
    await bench.publish({ ...flow, nodes: [...flow.nodes, ...undoing] });
    await bench.start();
  };
  const ended = (id: string, state: string) =>
    vi.waitFor(async () => expect((await bench.find(id))?.state).toBe(state), { timeout: 5000, interval: 10 });

  const done = [
    'reserve {"po":1}',
    'book "reserve-1"',
    'unbook {"input":"reserve-1","output":"book-2"}',
    'unreserve {"input":{"po":1},"output":"reserve-1"}',
  ];

  it('takes back in reverse what was done, with what was sent and answered, and shows the failure', async () => {
    await deploy();
    const id = await bench.send('orders', { po: 1 });
    await ended(id, 'dead-lettered');
    expect(calls).toEqual(done);
    expect((await bench.find(id))?.error).toMatchObject({ nodeId: 'post', code: 'target-rejected' });
    const trace = await bench.trace(id);
    expect(trace?.nodeRuns.map(run => [run.nodeId, run.state, run.undoes])).toEqual([
      ['reserve', 'succeeded', undefined],
      ['book', 'succeeded', undefined],
      ['post', 'failed', undefined],
      ['unbook', 'succeeded', 2],
      ['unreserve', 'succeeded', 1],
    ]);
  });

  it('cannot be delivered once more: nothing of what it did is left', async () => {
    await deploy();
    const id = await bench.send('orders', { po: 1 });
    await ended(id, 'dead-lettered');
    expect(await retryDelivery(database().pool, id, reviveDead)).toEqual({ kind: 'undone' });
  });

  it('tries an undoing again by its own policy, and goes on by hand when it failed for good', async () => {
    let failures = 0;
    bench.sinks.set('unbook', (message, context) => {
      if (failures++ < 4) throw new Error('away');
      return note('unbook', context, message.body.json());
    });
    await deploy();
    const id = await bench.send('orders', { po: 1 });
    await ended(id, 'dead-lettered');
    expect(failures).toBe(3);
    expect((await bench.find(id))?.error).toMatchObject({ nodeId: 'unbook' });
    expect(await retryDelivery(database().pool, id, reviveDead)).toMatchObject({ kind: 'done' });
    await vi.waitFor(() => expect(calls).toEqual(done), { timeout: 5000 });
    await ended(id, 'dead-lettered');
  });

  it('is gone on with by another process when the first dies in the middle', async () => {
    const reached = Promise.withResolvers<void>();
    bench.sinks.set('unbook', () => {
      reached.resolve();
      return new Promise(() => {});
    });
    await deploy();
    const id = await bench.send('orders', { po: 1 });
    await reached.promise;
    await bench.kill();
    const other = new WorkerBench(database());
    for (const [node, deliver] of bench.sinks) other.sinks.set(node, deliver);
    other.sinks.set('unbook', (message, context) => note('unbook', context, message.body.json()));
    bench = other;
    await bench.start();
    await handOnWorkOfTheDead(database().pool);
    await ended(id, 'dead-lettered');
    expect(calls).toEqual(done);
  });
});
