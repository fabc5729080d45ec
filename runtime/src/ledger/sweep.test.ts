import { beforeEach, expect, it } from 'vitest';
import { describeOnEachDatabase } from '../database/testing.ts';
import { Fenced } from './epoch.ts';
import { acceptance, checkpoint, emptyLedger, settlement, stateOf, TestProcess } from './ledger-testing.ts';
import { endTheDead, handOnWorkOfTheDead, livingWorkers, prune } from './sweep.ts';

describeOnEachDatabase('work of processes that died', database => {
  let living: TestProcess;
  let silent: TestProcess;
  beforeEach(async () => {
    await emptyLedger(database().pool);
    living = await TestProcess.start(database().pool);
    silent = await TestProcess.start(database().pool);
    await living.beatSteadily();
  });

  const fallSilent = () =>
    database().pool.query(`update worker set beat_at = now() - interval '10 seconds' where id = $1`, [silent.epoch.id]);

  it('leaves those alone that beat, and itself', async () => {
    expect(await endTheDead(database().pool, living.epoch, false)).toBe(0);
    await database().pool.query(`update worker set beat_at = now() - interval '10 seconds' where id = $1`, [
      living.epoch.id,
    ]);
    expect(await endTheDead(database().pool, living.epoch, false)).toBe(0);
    await living.epoch.beat();
  });

  it('is handed on: what ran is due at once, what waits keeps its time', async () => {
    const [running, waiting] = [acceptance(), acceptance()];
    await silent.accept(running, waiting);
    const leased = (await silent.lease()).find(execution => execution.id === waiting.executionId);
    if (!leased) throw new Error('not due');
    await silent.settle(
      settlement(leased, 'waiting', {
        keep: true,
        dueAt: silent.epoch.now() + 60_000,
        checkpoint: checkpoint({ run: 1, nodeId: 'a' }),
      }),
    );
    await fallSilent();
    expect(await endTheDead(database().pool, living.epoch, false)).toBe(1);
    expect(await handOnWorkOfTheDead(database().pool)).toBe(2);
    expect((await living.lease()).map(execution => execution.id)).toEqual([running.executionId]);
    await expect(silent.settle(settlement(leased, 'succeeded'))).rejects.toThrow(Fenced);
    await expect(silent.epoch.beat()).rejects.toThrow(Fenced);
    expect(await silent.epoch.isAlive()).toBe(false);
  });

  it('does not take the others for dead after the database was away: their beats are as old as its own', async () => {
    await fallSilent();
    living.passTime(10_000);
    await living.epoch.beat();
    expect(await endTheDead(database().pool, living.epoch, false)).toBe(0);
    await living.beatSteadily();
    expect(await endTheDead(database().pool, living.epoch, false)).toBe(1);
  });

  it('does not take anybody for dead as soon as it has started', async () => {
    await fallSilent();
    const started = await TestProcess.start(database().pool);
    expect(await endTheDead(database().pool, started.epoch, false)).toBe(0);
    await started.epoch.beat();
    expect(await endTheDead(database().pool, started.epoch, false)).toBe(0);
  });

  it('is handed on at once by a process that knows it is alone', async () => {
    const item = acceptance({ leased: true });
    await silent.accept(item);
    const started = await TestProcess.start(database().pool);
    await endTheDead(database().pool, started.epoch, true);
    expect(await handOnWorkOfTheDead(database().pool)).toBe(1);
    expect(await stateOf(database().pool, item.executionId)).toBe('queued');
  });

  it('counts the living and knows its own place', async () => {
    expect(await livingWorkers(database().pool, living.epoch)).toEqual({ count: 2, place: 0 });
    expect(await livingWorkers(database().pool, silent.epoch)).toEqual({ count: 2, place: 1 });
    await living.epoch.end();
    expect(await livingWorkers(database().pool, silent.epoch)).toEqual({ count: 1, place: 0 });
  });

  it('prunes receipts past their time and processes long gone, but none that still holds a lease', async () => {
    await silent.accept(
      acceptance({ idempotencyKey: 'old' }),
      acceptance({ idempotencyKey: 'new' }),
      acceptance({ leased: true }),
    );
    await database().pool.query(`update receipt set expires_at = now() - interval '1 second' where key = 'old'`);
    await database().pool.query(`update worker set ended_at = now() - interval '2 days'`);
    expect(await prune(database().pool)).toBe(2);
    const { rows } = await database().pool.query(
      `select (select array_agg(key) from receipt) as receipts, (select array_agg(id) from worker) as workers`,
    );
    expect(rows).toEqual([{ receipts: ['new'], workers: [silent.epoch.id] }]);
  });

  it('prunes as many receipts as there are, or they would grow faster than they go', async () => {
    await database().pool.query(
      `insert into receipt (scope, key, message_id, execution_id, correlation_id, expires_at)
       select 'orders', n::text, gen_random_uuid(), gen_random_uuid(), '', now() - interval '1 second' from generate_series(1, 20000) n`,
    );
    expect(await prune(database().pool)).toBe(20_000);
  });
});
