import { beforeEach, expect, it } from 'vitest';
import { describeOnEachDatabase } from '../database/testing.ts';
import { countBacklog } from './count-backlog.ts';
import { acceptance, emptyLedger, settlement, TestProcess } from './ledger-testing.ts';

describeOnEachDatabase('counting the backlog', database => {
  let process: TestProcess;
  beforeEach(async () => {
    await emptyLedger(database().pool);
    process = await TestProcess.start(database().pool);
  });

  const count = async (upTo = 1000) =>
    (await countBacklog(database().pool, [{ flowId: 'orders', upTo }])).toSorted((a, b) =>
      a.partner < b.partner ? -1 : 1,
    );

  it('has everything that is not at its end, by partner', async () => {
    await process.accept(
      acceptance({ leased: true }),
      acceptance({ partner: 'a', orderingKey: 'k' }),
      acceptance({ partner: 'a', orderingKey: 'k' }),
      acceptance({ partner: 'b', leased: true }),
      acceptance({ partner: 'c' }),
    );
    expect(await count()).toEqual([
      { flowId: 'orders', partner: '', open: 1, queued: 0 },
      { flowId: 'orders', partner: 'a', open: 2, queued: 1 },
      { flowId: 'orders', partner: 'b', open: 1, queued: 0 },
      { flowId: 'orders', partner: 'c', open: 1, queued: 1 },
    ]);
    const leased = await process.lease();
    const dueAt = process.epoch.now() + 60_000;
    await process.settle(
      ...leased.map(execution => settlement(execution, execution.partner === 'c' ? 'waiting' : 'succeeded', { dueAt })),
    );
    expect(await count()).toEqual([
      { flowId: 'orders', partner: '', open: 1, queued: 0 },
      { flowId: 'orders', partner: 'a', open: 1, queued: 1 },
      { flowId: 'orders', partner: 'b', open: 1, queued: 0 },
      { flowId: 'orders', partner: 'c', open: 1, queued: 0 },
    ]);
  });

  it('goes no further than it is asked to', async () => {
    await process.accept(...Array.from({ length: 10 }, () => acceptance()));
    expect(await count(4)).toMatchObject([{ open: 4 }]);
  });
});
