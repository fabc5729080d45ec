import { Body, type ExecutionState } from '@lineshaft/flow';
import { beforeEach, expect, it } from 'vitest';
import { describeOnEachDatabase } from '../database/testing.ts';
import { reviveDead } from '../engine/plan-next.ts';
import { readTrace } from './execution-detail.ts';
import { expire } from './expire.ts';
import { findExecution } from './find-executions.ts';
import { acceptance, checkpoint, emptyLedger, nodeRun, settlement, stateOf, TestProcess } from './ledger-testing.ts';
import { reprocess, retryDelivery } from './operate.ts';
import { dayOf, ensurePartitions, listPartitions } from './partitions.ts';
import type { KeptFor } from './retentions.ts';

const dayMs = 86_400_000;
const retention = { payloads: '2d', metadata: '5d' };

describeOnEachDatabase('what expired', database => {
  let process: TestProcess;
  let kept: KeptFor;
  beforeEach(async () => {
    await emptyLedger(database().pool);
    for (const { name, day } of await listPartitions(database().pool))
      if (day !== undefined) await database().pool.query(`drop table ${name}`);
    process = await TestProcess.start(database().pool);
    kept = process.retentions.set('orders', retention);
  });

  const emitted = [{ port: 'out', contentType: 'text/plain', headers: {}, body: Body.fromText('mapped') }];
  const deadRun = { run: 2, nodeId: 'post', from: { run: 1, item: 0 }, attempts: 1, tries: 1, dead: true };

  /** An execution that was accepted some days ago and came as far as `state`. */
  async function accepted(daysAgo: number, state: ExecutionState, prepared = true): Promise<string> {
    if (prepared) await ensurePartitions(database().pool, Date.now() - daysAgo * dayMs, [kept], 0);
    const item = acceptance({ businessKeys: [['poNumber', '1']] });
    await process.accept(item);
    if (state !== 'queued') {
      const leased = await process.lease();
      await process.settle(
        ...leased.map(execution =>
          settlement(execution, state, {
            nodeRuns: [nodeRun(1, { emitted })],
            ...(state === 'waiting' ? { dueAt: process.epoch.now() + 60_000 } : {}),
            checkpoint: state === 'succeeded' ? checkpoint() : checkpoint(deadRun),
          }),
        ),
      );
    }
    await age(item.executionId, daysAgo);
    return item.executionId;
  }

  /** As if it had been accepted so long ago. */
  async function age(id: string, days: number): Promise<void> {
    const { pool } = database();
    await pool.query(
      `update payload set expires_on = expires_on - $1::int
       where id = $2 or id in (select payload_id from node_run where execution_id = $2)`,
      [days, id],
    );
    await pool.query(`update message set expires_on = expires_on - $1::int where execution_id = $2`, [days, id]);
    await pool.query(`update node_run set expires_on = expires_on - $1::int where execution_id = $2`, [days, id]);
    await pool.query(
      `update execution set expires_on = expires_on - $1::int, payload_expires_on = payload_expires_on - $1::int,
         accepted_at = accepted_at - $1 * interval '1 day' where id = $2`,
      [days, id],
    );
  }

  /** Twice: what is moved leaves its old place to the next round. */
  async function expireTwice() {
    const first = await expire(database().pool);
    return [first, await expire(database().pool)];
  }

  const rowsOf = async (table: string) =>
    (await database().pool.query<{ n: number }>(`select count(*) as n from ${table}`)).rows[0]?.n;

  it('stays until its day is over', async () => {
    const id = await accepted(1, 'succeeded');
    await expireTwice();
    const trace = await readTrace(database().kysely, id);
    expect(trace?.message.body.bytes?.toString()).toBe('{"poNumber":"4500017"}');
    expect(trace?.nodeRuns[0]?.outputs[0]?.body.bytes?.toString()).toBe('mapped');
  });

  it.each([
    ['partitions', true],
    ['the default partition', false],
  ])('goes in the order of its days, payloads first, from %s', async (_, prepared) => {
    const id = await accepted(4, 'succeeded', prepared);
    await expireTwice();
    expect(await rowsOf('payload')).toBe(0);
    const trace = await readTrace(database().kysely, id);
    expect(trace?.message.body).toEqual({ size: 22, bytes: undefined });
    expect(trace?.nodeRuns[0]?.outputs[0]?.body).toEqual({ size: 6, bytes: undefined });
    expect((await findExecution(database().kysely, id))?.keys).toEqual({ poNumber: ['1'] });

    await age(id, 3);
    if (prepared) await ensurePartitions(database().pool, Date.now() - 7 * dayMs, [kept], 0);
    await expireTwice();
    expect(await findExecution(database().kysely, id)).toBeUndefined();
    for (const table of ['message', 'node_run', 'business_key', 'execution']) expect(await rowsOf(table)).toBe(0);
  });

  it('is dropped as partitions, with nothing left of them', async () => {
    await accepted(7, 'succeeded');
    const [expired] = await expireTwice();
    expect(expired).toEqual({ kept: 0, partitions: 3, executions: 1 });
    expect((await listPartitions(database().pool)).filter(({ day }) => day !== undefined)).toEqual([]);
  });

  it.each(['queued', 'waiting'] as const)('is kept while its execution is %s, and can be gone on with', async state => {
    const id = await accepted(20, state);
    const [first, second] = await expireTwice();
    expect(first).toEqual({ kept: 1, partitions: 0, executions: 0 });
    expect(second).toEqual({ kept: 0, partitions: 3, executions: 0 });
    const { rows } = await database().pool.query(`select expires_on, payload_expires_on from execution`);
    const inAWeek = dayOf(Date.now() + 7 * dayMs);
    expect(rows).toEqual([{ expires_on: inAWeek, payload_expires_on: inAWeek }]);

    await database().pool.query(`update execution set due_at = now()`);
    const [leased] = await process.lease();
    expect(leased?.message.body.json()).toEqual({ poNumber: '4500017' });
    expect(leased?.inputs.get(2)?.body.text()).toBe(state === 'waiting' ? 'mapped' : undefined);
    const settled = await process.settle(
      ...(leased ? [settlement(leased, 'succeeded', { nodeRuns: [nodeRun(2, { attempt: 2, emitted })] })] : []),
    );
    expect(settled).toMatchObject([{ applied: true }]);
    expect((await readTrace(database().kysely, id))?.nodeRuns.map(run => run.outputs[0]?.body.size)).toEqual(
      state === 'waiting' ? [6, 6] : [6],
    );
  });

  it('is kept while its execution is at work or behind another in its lane', async () => {
    const [first, second] = [acceptance({ orderingKey: 'k' }), acceptance({ orderingKey: 'k' })];
    await process.accept({ ...first, leased: true }, second);
    for (const { executionId } of [first, second]) await age(executionId, 10);
    await expireTwice();
    for (const { executionId } of [first, second]) {
      const trace = await readTrace(database().kysely, executionId);
      expect(trace?.message.body.bytes?.toString()).toBe('{"poNumber":"4500017"}');
    }
    expect(await stateOf(database().pool, first.executionId)).toBe('running');
    expect(await stateOf(database().pool, second.executionId)).toBe('blocked');
  });

  it('is neither retried nor reprocessed', async () => {
    const id = await accepted(4, 'dead-lettered');
    expect(await retryDelivery(database().pool, id, reviveDead)).toEqual({ kind: 'expired' });
    expect(await reprocess(database().pool, id, undefined)).toEqual({ kind: 'expired' });
    expect(await stateOf(database().pool, id)).toBe('dead-lettered');
  });

  it('does not take what repeats it along: that has copies of its own', async () => {
    const id = await accepted(1, 'succeeded');
    const again = await reprocess(database().pool, id, undefined);
    if (again.kind !== 'done') throw new Error(again.kind);
    await age(id, 9);
    await expireTwice();
    expect(await findExecution(database().kysely, id)).toBeUndefined();
    const [leased] = await process.lease();
    expect(leased?.id).toBe(again.executionId);
    expect(leased?.message.body.json()).toEqual({ poNumber: '4500017' });
  });

  it('is left to the next round while somebody reads it', async () => {
    await accepted(7, 'succeeded');
    const payload = (await listPartitions(database().pool)).find(({ table, day }) => table === 'payload' && day);
    if (database().kind !== 'postgres') return;
    const reader = await database().pool.connect();
    await reader.query('begin');
    await reader.query(`select 1 from ${payload?.name}`);
    expect(await expire(database().pool)).toMatchObject({ partitions: 2 });
    await reader.query('rollback');
    reader.release();
    expect(await expire(database().pool)).toMatchObject({ partitions: 1 });
  });
});
