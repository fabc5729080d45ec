import type { Checkpoint } from '@lineshaft/flow';
import { beforeEach, expect, it } from 'vitest';
import { describeOnEachDatabase } from '../database/testing.ts';
import { leaseExecutions } from './lease.ts';
import { acceptance, checkpoint, emptyLedger, settlement, stateOf, TestProcess } from './ledger-testing.ts';
import { retryDelivery } from './operate.ts';
import { handOnWorkOfTheDead } from './sweep.ts';

describeOnEachDatabase('executions whose process died', database => {
  beforeEach(() => emptyLedger(database().pool));

  const accepted = async (count: number) => {
    const batch = Array.from({ length: count }, () => acceptance());
    await (await TestProcess.start(database().pool)).accept(...batch);
    return batch.map(({ executionId }) => executionId);
  };
  /** A process that leases what it may and dies of it. @returns what it had leased */
  const dieWorking = async () => {
    const process = await TestProcess.start(database().pool);
    const leased = await process.lease();
    await process.takeForDead();
    await handOnWorkOfTheDead(database().pool);
    return leased.map(({ id }) => id);
  };

  it('are leased one at a time after the second death in a row, the others as ever', async () => {
    const suspects = await accepted(3);
    expect(await dieWorking()).toHaveLength(3);
    expect(await dieWorking()).toHaveLength(3);
    const [fresh] = await accepted(1);
    const process = await TestProcess.start(database().pool);
    const leased = await process.lease();
    expect(leased.map(({ id }) => id)).toEqual(expect.arrayContaining([fresh]));
    expect(leased.filter(({ id }) => suspects.includes(id))).toHaveLength(1);
    expect(await process.lease()).toEqual([]);
    await process.settle(...leased.map(execution => settlement(execution, 'succeeded')));
    expect(await process.lease()).toHaveLength(1);
  });

  it('go to the dead letter channel after the third, and the others do not', async () => {
    await accepted(2);
    for (let death = 1; death <= 2; death++) await dieWorking();
    const [poison] = await dieWorking();
    const process = await TestProcess.start(database().pool);
    // It is due later than the other, which has its turn and is found harmless.
    const [harmless] = await process.lease();
    if (!harmless) throw new Error('not due');
    expect(harmless.id).not.toBe(poison);
    await process.settle(settlement(harmless, 'succeeded'));
    const leased = await leaseExecutions(database().pool, process.epoch, [{ flowId: 'orders', count: 10 }]);
    expect(leased).toMatchObject({ executions: [], unreadable: [{ id: poison, error: { code: 'crashed' } }] });
  });

  it('begin anew when something of them was settled', async () => {
    await accepted(1);
    for (let death = 1; death <= 2; death++) await dieWorking();
    const process = await TestProcess.start(database().pool);
    const [leased] = await process.lease();
    if (!leased) throw new Error('not due');
    await process.settle(
      settlement(leased, 'running', { keep: true, checkpoint: checkpoint({ run: 2, nodeId: 'b' }) }),
    );
    await process.takeForDead();
    await handOnWorkOfTheDead(database().pool);
    expect(await dieWorking()).toHaveLength(1);
    expect(await dieWorking()).toHaveLength(1);
  });

  it('are tried again when somebody asks for it', async () => {
    const [id = ''] = await accepted(1);
    for (let death = 1; death <= 3; death++) await dieWorking();
    const process = await TestProcess.start(database().pool);
    const { unreadable } = await leaseExecutions(database().pool, process.epoch, [{ flowId: 'orders', count: 10 }]);
    for (const lease of unreadable) await process.settle(settlement(lease, 'dead-lettered'));
    expect(await stateOf(database().pool, id)).toBe('dead-lettered');
    await retryDelivery(database().pool, id, (same: Checkpoint) => same);
    expect(await process.lease()).toHaveLength(1);
  });
});
