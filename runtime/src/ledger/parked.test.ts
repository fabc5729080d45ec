import { beforeEach, expect, it } from 'vitest';
import { describeOnEachDatabase } from '../database/testing.ts';
import { acceptance, checkpoint, emptyLedger, settlement, stateOf, TestProcess } from './ledger-testing.ts';
import { drainParked, parkedExecutions, releaseUnheld } from './parked.ts';

describeOnEachDatabase('parked executions', database => {
  let ledger: TestProcess;
  beforeEach(async () => {
    await emptyLedger(database().pool);
    await database().pool.query(`truncate connection, connection_environment`);
    ledger = await TestProcess.start(database().pool);
  });

  const mode = async (id: string, name: string, drainRate: number | null = null, drainedSeconds = 0) =>
    database().pool.query(
      `insert into connection (id, type, name, mode, drain_rate, drained_at)
       values ($1, 'http', $1, $2, $3, now() - make_interval(secs => $4))
       on conflict (id) do update set mode = excluded.mode, drain_rate = excluded.drain_rate, drained_at = excluded.drained_at`,
      [id, name, drainRate, drainedSeconds],
    );

  /** Accepted one after the other, and parked. */
  async function park(count: number, heldBy: string): Promise<string[]> {
    const items = Array.from({ length: count }, () => acceptance());
    await ledger.accept(...items);
    const leased = await ledger.lease(count);
    const held = checkpoint({ run: 1, nodeId: 'send', held: true });
    await ledger.settle(
      ...leased.map(execution => settlement(execution, 'waiting', { heldBy, checkpoint: held, dueAt: Infinity })),
    );
    return items.map(item => item.executionId);
  }
  const leasedIds = async (count = 100) => (await ledger.lease(count)).map(({ id }) => id);

  it('are counted by connection, and leased by nobody', async () => {
    await mode('erp', 'hold');
    await park(3, 'erp');
    await park(1, 'portal');
    expect(await parkedExecutions(database().pool)).toEqual(
      new Map([
        ['erp', 3],
        ['portal', 1],
      ]),
    );
    expect(await leasedIds()).toEqual([]);
  });

  it('stay while their connection is held or drained, and go on when it is not, or is no more', async () => {
    await mode('erp', 'hold');
    await mode('mes', 'drain', 1);
    await mode('portal', 'normal');
    const [[held = ''], [draining = '']] = [await park(1, 'erp'), await park(1, 'mes')];
    const free = [...(await park(1, 'portal')), ...(await park(1, 'gone'))];
    expect(await releaseUnheld(database().pool)).toBe(2);
    expect((await leasedIds()).toSorted()).toEqual(free.toSorted());
    expect([await stateOf(database().pool, held), await stateOf(database().pool, draining)]).toEqual([
      'waiting',
      'waiting',
    ]);
    await mode('erp', 'normal');
    expect(await releaseUnheld(database().pool)).toBe(1);
    expect(await leasedIds()).toEqual([held]);
  });

  it('that are many go on in several batches', async () => {
    await mode('erp', 'normal');
    await park(1100, 'erp');
    expect(await releaseUnheld(database().pool)).toBe(1100);
    expect(await parkedExecutions(database().pool)).toEqual(new Map());
  });

  it('drain in order of acceptance, as many as the rate allows for the time that went by', async () => {
    const ids = await park(5, 'erp');
    await mode('erp', 'drain', 4, 0.6);
    expect(await drainParked(database().pool)).toEqual({ released: 2, drained: [] });
    // By the millisecond, which ids begin with.
    expect((await leasedIds()).toSorted()).toEqual(ids.toSorted().slice(0, 2));
    expect((await drainParked(database().pool)).released).toBeLessThanOrEqual(1);
  });

  it('do not drain in a burst after a pause', async () => {
    await park(50, 'erp');
    await mode('erp', 'drain', 4, 3600);
    expect((await drainParked(database().pool)).released).toBe(4);
    expect((await drainParked(database().pool)).released).toBeLessThanOrEqual(1);
  });

  it('drain at less than one a second, too', async () => {
    await park(3, 'erp');
    await mode('erp', 'drain', 0.1, 5);
    expect((await drainParked(database().pool)).released).toBe(0);
    await mode('erp', 'drain', 0.1, 10.5);
    expect((await drainParked(database().pool)).released).toBe(1);
  });

  it('end the draining with the last one', async () => {
    await park(2, 'erp');
    await mode('erp', 'drain', 2, 1);
    expect(await drainParked(database().pool)).toEqual({ released: 2, drained: ['erp'] });
    const { rows } = await database().pool.query(`select mode, drain_rate, mode_note from connection`);
    expect(rows).toEqual([{ mode: 'normal', drain_rate: null, mode_note: 'Drained' }]);
  });

  it('that were cancelled meanwhile are left alone', async () => {
    const [id = ''] = await park(1, 'erp');
    await database().pool.query(`update execution set state = 'cancelled' where id = $1`, [id]);
    expect(await releaseUnheld(database().pool)).toBe(0);
    expect(await parkedExecutions(database().pool)).toEqual(new Map());
    expect(await stateOf(database().pool, id)).toBe('cancelled');
  });
});
