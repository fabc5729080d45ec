import { Body, type Emitted } from '@lineshaft/flow';
import { beforeEach, expect, it } from 'vitest';
import { describeOnEachDatabase } from '../database/testing.ts';
import { flowActivity } from './flow-activity.ts';
import { acceptance, checkpoint, emptyLedger, nodeRun, settlement, TestProcess } from './ledger-testing.ts';
import { liveFlow } from './live-flow.ts';

const item = (port: string): Emitted => ({ port, contentType: 'text/plain', headers: {}, body: Body.fromText(port) });

describeOnEachDatabase('what goes on in a flow', database => {
  let process: TestProcess;
  beforeEach(async () => {
    await emptyLedger(database().pool);
    process = await TestProcess.start(database().pool);
  });

  /** One that succeeded, one in the dead letter channel, one that waits, one that is due, and one of another flow. */
  async function workOn(): Promise<void> {
    await process.accept(acceptance(), acceptance(), acceptance());
    const [first, second, third] = await process.lease();
    if (!first || !second || !third) throw new Error('not due');
    const failed = { code: 'target-rejected', message: 'No.' } as const;
    const later = { run: 2, nodeId: 'post', attempts: 1, tries: 1 };
    const runs = [nodeRun(1, { nodeId: 'route', emitted: [item('large'), item('large'), item('rest')] })];
    await process.settle(
      settlement(first, 'succeeded', { nodeRuns: [...runs, nodeRun(2, { nodeId: 'post', durationMs: 40 })] }),
      settlement(second, 'dead-lettered', {
        checkpoint: checkpoint({ ...later, dead: true }),
        error: { ...failed, nodeId: 'post' },
        nodeRuns: [...runs, nodeRun(2, { nodeId: 'post', durationMs: 20, state: 'failed', error: failed })],
      }),
      settlement(third, 'waiting', {
        checkpoint: checkpoint({ ...later, dueAt: Date.now() + 60_000 }),
        dueAt: Date.now() + 60_000,
        nodeRuns: runs,
      }),
    );
    await process.accept(acceptance(), acceptance({ flowId: 'other' }));
  }

  it('is counted by node and by port, for the last minute', async () => {
    await workOn();
    const live = await liveFlow(database().pool, 'orders');
    expect(live.nodes.toSorted((a, b) => a.nodeId.localeCompare(b.nodeId))).toEqual([
      { nodeId: 'post', succeeded: 1, failed: 1, durationMs: 30 },
      { nodeId: 'route', succeeded: 3, failed: 0, durationMs: 1.5 },
    ]);
    expect(live.ports).toHaveLength(3);
    expect(live.ports).toEqual(
      expect.arrayContaining([
        { nodeId: 'webhook', port: 'out', messages: 4 },
        { nodeId: 'route', port: 'large', messages: 6 },
        { nodeId: 'route', port: 'rest', messages: 3 },
      ]),
    );
    expect(live.ended).toEqual({ succeeded: 1, failed: 1, cancelled: 0 });
    expect(live.open).toEqual([{ nodeId: 'post', active: 0, waiting: 1, held: 0, dead: 1 }]);
    expect(live.isPartial).toBe(false);
  });

  it('is nothing once the minute is over, but for what is open', async () => {
    await workOn();
    await database().pool.query(`update node_run set started_at = started_at - interval '2 minutes'`);
    await database().pool.query(`update execution set ended_at = ended_at - interval '2 minutes'`);
    const live = await liveFlow(database().pool, 'orders');
    expect(live.nodes).toEqual([]);
    expect(live.ended).toEqual({ succeeded: 0, failed: 0, cancelled: 0 });
    expect(live.open).toMatchObject([{ waiting: 1, dead: 1 }]);
  });

  it('is summed up for lists: what is open now, and what ended in the last hours', async () => {
    await workOn();
    await process.accept(acceptance());
    const [, longAgo] = await process.lease();
    if (!longAgo) throw new Error('not due');
    await process.settle(settlement(longAgo, 'succeeded'));
    await database().pool.query(`update execution set ended_at = now() - interval '2 hours' where id = $1`, [
      longAgo.id,
    ]);
    const activity = await flowActivity(database().pool, ['orders', 'other', 'idle']);
    const orders = activity.get('orders');
    expect(orders).toMatchObject({ queued: 0, running: 1, waiting: 1, deadLettered: 1, succeeded: 2, failed: 1 });
    expect(orders?.hours).toHaveLength(24);
    expect(orders?.hours.at(-1)).toMatchObject({ succeeded: 1, failed: 1 });
    expect(orders?.hours.at(-3)).toMatchObject({ succeeded: 1, failed: 0 });
    expect(activity.get('other')).toMatchObject({ queued: 1, succeeded: 0 });
    expect(activity.get('idle')).toMatchObject({ queued: 0, running: 0, failed: 0 });
    await database().pool.query(`update execution set ended_at = now() - interval '2 days' where id = $1`, [
      longAgo.id,
    ]);
    expect((await flowActivity(database().pool, ['orders'])).get('orders')?.succeeded).toBe(1);
  });
});
