import { beforeEach, expect, it } from 'vitest';
import { describeOnEachDatabase } from '../database/testing.ts';
import { createLog } from '../telemetry/log.ts';
import { Metrics } from '../telemetry/metrics.ts';
import { acceptBatch } from './accept.ts';
import { Epoch } from './epoch.ts';
import { connectionLost, type Faults, faultyPool } from './faulty-pool-testing.ts';
import { Ledger } from './ledger.ts';
import { acceptance, checkpoint, emptyLedger, nodeRun, settlement, stateOf } from './ledger-testing.ts';
import { Retentions } from './retentions.ts';
import { settleBatch } from './settle.ts';
import { handOnWorkOfTheDead } from './sweep.ts';

describeOnEachDatabase('connections that break', database => {
  let epoch: Epoch;
  beforeEach(async () => {
    await emptyLedger(database().pool);
    epoch = await Epoch.register(database().pool, ['worker']);
  });

  const ledgerWith = (faults: Faults) =>
    new Ledger(faultyPool(database().pool, faults), epoch, createLog('silent'), new Metrics());

  /** Throws the first time that a statement has this name. */
  function once(name: string): (found: string) => void {
    let left = 1;
    return found => {
      if (found === name && left-- > 0) throw connectionLost();
    };
  }

  it('tells the senders of new messages that they are accepted, although duplicates beside them cannot be answered', async () => {
    const ledger = ledgerWith({ before: once('receipts') });
    await ledger.accept(acceptance({ idempotencyKey: 'k' }));
    const results = await Promise.allSettled([
      ledger.accept(acceptance()),
      ledger.accept(acceptance({ idempotencyKey: 'k' })),
      ledger.accept(acceptance()),
    ]);
    expect(results.map(result => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await ledger.accept(acceptance({ idempotencyKey: 'k' }))).toMatchObject({ kind: 'duplicate' });
  });

  it.each(
    ['settle', 'commit', 'begin', 'leave-lanes', 'promote'].flatMap(statement => [
      { statement, lost: 'statement', side: 'before' },
      { statement, lost: 'answer', side: 'after' },
    ]),
  )('settles once when the $lost of "$statement" is lost', async ({ statement, side }) => {
    const ledger = ledgerWith({ [side]: once(statement) });
    const batch = [1, 2, 3].map(() => acceptance({ orderingKey: 'po-1' }));
    await acceptBatch(database().pool, epoch, batch, new Retentions());
    const [leased] = (await ledger.lease([{ flowId: 'orders', count: 5 }])).executions;
    if (!leased) throw new Error('nothing was due');
    await ledger.settle(settlement(leased, 'succeeded', { nodeRuns: [nodeRun(1)] }));
    const states = await Promise.all(batch.map(item => stateOf(database().pool, item.executionId)));
    expect(states).toEqual(['succeeded', 'queued', 'blocked']);
    const { rows } = await database().pool.query(
      `select (select count(*) from node_run) as runs, (select open from lane) as open`,
    );
    expect(rows).toEqual([{ runs: 1, open: 2 }]);
  });

  it('does not write a settlement of an earlier epoch when the process is renewed while it waits for a connection', async () => {
    await acceptBatch(database().pool, epoch, [acceptance({ orderingKey: 'po-1' })], new Retentions());
    const ledger = ledgerWith({});
    const [leased] = (await ledger.lease([{ flowId: 'orders', count: 1 }])).executions;
    if (!leased) throw new Error('nothing was due');
    const renewing = faultyPool(database().pool, {
      async before(name) {
        if (name !== 'connect') return;
        await epoch.end();
        await epoch.renew();
        await handOnWorkOfTheDead(database().pool);
        expect((await ledger.lease([{ flowId: 'orders', count: 1 }])).executions).toHaveLength(1);
      },
    });
    await settleBatch(renewing, epoch, [settlement(leased, 'succeeded')]).catch(() => {});
    expect(await stateOf(database().pool, leased.id)).toBe('running');
  });

  it('refuses more than may wait for its commit, and says when to come back', async () => {
    const gate = Promise.withResolvers<void>();
    const ledger = new Ledger(
      faultyPool(database().pool, { before: name => (name === 'accept' ? gate.promise : undefined) }),
      epoch,
      createLog('silent'),
      new Metrics(),
      { maxWaitingBytes: 10 },
    );
    const first = ledger.accept(acceptance());
    await new Promise(resolve => setTimeout(resolve, 5));
    const waiting = ledger.accept(acceptance());
    await expect(ledger.accept(acceptance())).rejects.toMatchObject({ code: 'overloaded', retryAfterMs: 1000 });
    gate.resolve();
    expect(await Promise.all([first, waiting])).toMatchObject([{ kind: 'accepted' }, { kind: 'accepted' }]);
    expect(await ledger.accept(acceptance())).toMatchObject({ kind: 'accepted' });
  });

  it('writes what was settled before it closes', async () => {
    await acceptBatch(database().pool, epoch, [acceptance()], new Retentions());
    const ledger = ledgerWith({
      before: name => (name === 'settle' ? new Promise(resolve => setTimeout(resolve, 100)) : undefined),
    });
    const [leased] = (await ledger.lease([{ flowId: 'orders', count: 1 }])).executions;
    if (!leased) throw new Error('nothing was due');
    const settled = ledger.settle(settlement(leased, 'succeeded'));
    await ledger.close();
    expect(await stateOf(database().pool, leased.id)).toBe('succeeded');
    await settled;
  });

  it('waits for a lost database no longer when it closes', async () => {
    await acceptBatch(database().pool, epoch, [acceptance()], new Retentions());
    const ledger = ledgerWith({
      before(name) {
        if (name === 'settle') throw connectionLost();
      },
    });
    const [leased] = (await ledger.lease([{ flowId: 'orders', count: 1 }])).executions;
    if (!leased) throw new Error('nothing was due');
    const settled = ledger.settle(
      settlement(leased, 'running', { keep: true, checkpoint: checkpoint({ run: 1, nodeId: 'a' }) }),
    );
    const [settling] = await Promise.allSettled([settled, ledger.close()]);
    expect(settling.status).toBe('rejected');
  });
});
