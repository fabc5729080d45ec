import type { ExecutionState } from '@lineshaft/flow';
import { beforeEach, expect, it } from 'vitest';
import { describeOnEachDatabase } from '../database/testing.ts';
import { findExecution } from './find-executions.ts';
import { flowActivity } from './flow-activity.ts';
import { acceptance, checkpoint, emptyLedger, settlement, TestProcess } from './ledger-testing.ts';
import { liveFlow } from './live-flow.ts';
import { reprocess } from './operate.ts';

describeOnEachDatabase('a dead letter that is reprocessed', database => {
  let process: TestProcess;
  beforeEach(async () => {
    await emptyLedger(database().pool);
    process = await TestProcess.start(database().pool);
  });

  /** Works on what is due. */
  async function end(state: ExecutionState): Promise<string> {
    const [execution] = await process.lease();
    if (!execution) throw new Error('not due');
    const dead = checkpoint({ run: 1, nodeId: 'post', attempts: 1, tries: 1, dead: true });
    await process.settle(settlement(execution, state, state === 'dead-lettered' ? { checkpoint: dead } : {}));
    return execution.id;
  }

  async function again(id: string): Promise<void> {
    expect((await reprocess(database().pool, id, undefined)).kind).toBe('done');
  }

  const reprocessed = async (id: string) => (await findExecution(database().kysely, id))?.reprocessed;
  const dead = async () => ({
    counted: (await flowActivity(database().pool, ['orders'])).get('orders')?.deadLettered,
    open: (await liveFlow(database().pool, 'orders')).open.reduce((sum, node) => sum + node.dead, 0),
  });

  it('needs a person until its message went through, however often that takes', async () => {
    await process.accept(acceptance());
    const first = await end('dead-lettered');
    expect(await reprocessed(first)).toBeNull();
    await again(first);
    const second = await end('dead-lettered');
    expect(await reprocessed(first)).toEqual({ executionId: second, state: 'dead-lettered' });
    expect(await dead()).toEqual({ counted: 2, open: 2 });

    await again(second);
    const third = await end('succeeded');
    for (const id of [first, second]) {
      expect(await reprocessed(id)).toEqual({ executionId: third, state: 'succeeded' });
    }
    expect(await reprocessed(third)).toBeNull();
    expect(await dead()).toEqual({ counted: 0, open: 0 });
  });

  it('does not speak for one that failed later, or for another message', async () => {
    await process.accept(acceptance());
    const first = await end('dead-lettered');
    await again(first);
    await end('succeeded');
    await again(first);
    const last = await end('dead-lettered');
    await process.accept(acceptance());
    const other = await end('dead-lettered');
    expect(await reprocessed(last)).toBeNull();
    expect(await reprocessed(other)).toBeNull();
    expect(await dead()).toEqual({ counted: 2, open: 2 });
  });
});
