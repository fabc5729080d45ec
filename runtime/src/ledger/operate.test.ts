import { Body, type ExecutionState } from '@lineshaft/flow';
import { beforeEach, expect, it } from 'vitest';
import { describeOnEachDatabase } from '../database/testing.ts';
import { reviveDead } from '../engine/plan-next.ts';
import { acceptance, checkpoint, emptyLedger, nodeRun, settlement, stateOf, TestProcess } from './ledger-testing.ts';
import { createLog } from '../telemetry/log.ts';
import { Metrics } from '../telemetry/metrics.ts';
import { faultyPool } from './faulty-pool-testing.ts';
import { newId } from './ids.ts';
import { Ledger } from './ledger.ts';
import { cancelExecution, reprocess, retryDelivery } from './operate.ts';

describeOnEachDatabase('operating executions by hand', database => {
  let process: TestProcess;
  beforeEach(async () => {
    await emptyLedger(database().pool);
    process = await TestProcess.start(database().pool);
  });

  /** An execution whose delivery (run 2) ended in this state. */
  async function ended(state: ExecutionState, orderingKey?: string): Promise<string> {
    const item = acceptance({ businessKeys: [['poNumber', '4500017']], ...(orderingKey ? { orderingKey } : {}) });
    await process.accept(item);
    const leased = (await process.lease()).find(execution => execution.id === item.executionId);
    if (!leased) throw new Error('not due');
    await process.settle(
      settlement(leased, state, {
        dueAt: process.epoch.now() + 3_600_000,
        checkpoint:
          state === 'succeeded'
            ? checkpoint()
            : checkpoint({
                run: 2,
                nodeId: 'post',
                from: { run: 1, item: 0 },
                attempts: 3,
                tries: 3,
                dead: state === 'dead-lettered',
              }),
        nodeRuns: [
          nodeRun(1, {
            emitted: [
              { port: 'out', contentType: 'application/json', headers: {}, body: Body.fromJson({ mapped: 1 }) },
            ],
          }),
        ],
      }),
    );
    return item.executionId;
  }

  it('retries a delivery with its recorded input and without the nodes before it', async () => {
    const id = await ended('dead-lettered');
    expect(await retryDelivery(database().pool, id, reviveDead)).toEqual({ kind: 'done', state: 'queued' });
    const [leased] = await process.lease();
    expect(leased?.id).toBe(id);
    expect(leased?.checkpoint?.pending).toEqual([
      { run: 2, nodeId: 'post', from: { run: 1, item: 0 }, attempts: 3, tries: 0 },
    ]);
    expect(leased?.inputs.get(2)?.body.json()).toEqual({ mapped: 1 });
  });

  it('makes a waiting execution due at once', async () => {
    const id = await ended('waiting');
    expect(await process.lease()).toEqual([]);
    expect(await retryDelivery(database().pool, id, reviveDead)).toMatchObject({ kind: 'done' });
    expect((await process.lease()).map(execution => execution.id)).toEqual([id]);
  });

  it('puts a retried execution at the end of its lane, which went on without it', async () => {
    const dead = await ended('dead-lettered', 'po-1');
    await process.accept(acceptance({ orderingKey: 'po-1', leased: true }));
    expect(await retryDelivery(database().pool, dead, reviveDead)).toEqual({ kind: 'done', state: 'blocked' });
  });

  it.each(['succeeded', 'cancelled'] as const)('refuses to retry what is %s', async state => {
    const id = await ended(state);
    expect(await retryDelivery(database().pool, id, reviveDead)).toEqual({ kind: 'refused', state });
  });

  it('reprocesses the message as a new execution, with its keys, in the version asked for', async () => {
    const id = await ended('succeeded');
    const result = await reprocess(database().pool, id, 7);
    if (result.kind !== 'done') throw new Error('refused');
    const [leased] = await process.lease();
    expect(leased).toMatchObject({ id: result.executionId, flowVersion: 7, checkpoint: undefined });
    const { rows } = await database().pool.query(
      `select replay_of, (select count(*) from business_key where execution_id = e.id) as keys from execution e where id = $1`,
      [result.executionId],
    );
    expect(rows).toEqual([{ replay_of: id, keys: 1 }]);
  });

  it('refuses to reprocess what is still on its way', async () => {
    const id = await ended('waiting');
    expect(await reprocess(database().pool, id, undefined)).toEqual({ kind: 'refused', state: 'waiting' });
  });

  it('cancels at once what nobody works on, and lets the next of its lane go', async () => {
    const head = await ended('waiting', 'po-1');
    const next = acceptance({ orderingKey: 'po-1' });
    await process.accept(next);
    expect(await cancelExecution(database().pool, head)).toEqual({ kind: 'done', state: 'cancelled' });
    expect(await stateOf(database().pool, next.executionId)).toBe('queued');
  });

  it('cancels a blocked execution without letting anybody past the head', async () => {
    const batch = Array.from({ length: 3 }, () => acceptance({ orderingKey: 'po-1' }));
    await process.accept(...batch);
    const [head, second, third] = batch.map(item => item.executionId) as [string, string, string];
    await cancelExecution(database().pool, second);
    expect([await stateOf(database().pool, head), await stateOf(database().pool, third)]).toEqual([
      'queued',
      'blocked',
    ]);
    const leased = await process.lease();
    await process.settle(...leased.map(execution => settlement(execution, 'succeeded')));
    expect(await stateOf(database().pool, third)).toBe('queued');
  });

  it('cancels the next of a lane although the head is just leaving it', async () => {
    const batch = Array.from({ length: 3 }, () => acceptance({ orderingKey: 'po-1' }));
    await process.accept(...batch);
    const [, second, third] = batch.map(item => item.executionId) as [string, string, string];
    const [head] = await process.lease();
    if (!head) throw new Error('not due');
    const locked = Promise.withResolvers<void>();
    // Both hold what the other wants, for as long as it takes the server to see it.
    const pool = faultyPool(database().pool, {
      async after(name) {
        if (name !== 'leave-lanes') return;
        locked.resolve();
        await new Promise(resolve => setTimeout(resolve, 100));
      },
    });
    const ledger = new Ledger(pool, process.epoch, createLog('silent'), new Metrics());
    const settled = ledger.settle(settlement(head, 'succeeded'));
    await locked.promise;
    expect(await cancelExecution(database().pool, second)).toEqual({ kind: 'done', state: 'cancelled' });
    expect(await settled).toMatchObject({ applied: true });
    expect(await stateOf(database().pool, third)).toBe('queued');
  });

  it('takes a short wait, which its worker sits out, for a retry that is coming', async () => {
    const item = acceptance();
    await process.accept(item);
    const leased = await process.lease();
    await process.settle(
      ...leased.map(execution =>
        settlement(execution, 'waiting', {
          keep: true,
          dueAt: process.epoch.now() + 100,
          checkpoint: checkpoint({ run: 1, nodeId: 'a' }),
        }),
      ),
    );
    expect(await retryDelivery(database().pool, item.executionId, reviveDead)).toEqual({
      kind: 'done',
      state: 'waiting',
    });
  });

  it('asks the worker of a running execution, which hears of it when it settles', async () => {
    const item = acceptance();
    await process.accept(item);
    const leased = await process.lease();
    expect(await cancelExecution(database().pool, item.executionId)).toEqual({ kind: 'done', state: 'running' });
    const kept = leased.map(execution =>
      settlement(execution, 'running', { keep: true, checkpoint: checkpoint({ run: 1, nodeId: 'a' }) }),
    );
    expect(await process.settle(...kept)).toEqual([{ applied: true, cancelRequested: true }]);
  });

  it('does not let an execution wait that somebody wants to cancel', async () => {
    const item = acceptance();
    await process.accept(item);
    const leased = await process.lease();
    await cancelExecution(database().pool, item.executionId);
    await process.settle(
      ...leased.map(execution =>
        settlement(execution, 'waiting', {
          dueAt: process.epoch.now() + 3_600_000,
          checkpoint: checkpoint({ run: 1, nodeId: 'a' }),
        }),
      ),
    );
    expect(await process.lease()).toMatchObject([{ id: item.executionId, cancelRequested: true }]);
  });

  it('knows what it does not know', async () => {
    const id = newId();
    expect(await retryDelivery(database().pool, id, reviveDead)).toEqual({ kind: 'unknown' });
    expect(await reprocess(database().pool, id, undefined)).toEqual({ kind: 'unknown' });
    expect(await cancelExecution(database().pool, id)).toEqual({ kind: 'unknown' });
  });
});
