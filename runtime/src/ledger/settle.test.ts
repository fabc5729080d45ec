import { randomBytes } from 'node:crypto';
import { Body } from '@lineshaft/flow';
import { beforeEach, describe, expect, it } from 'vitest';
import { describeOnEachDatabase } from '../database/testing.ts';
import { Fenced } from './epoch.ts';
import { readTrace } from './execution-detail.ts';
import { acceptance, checkpoint, emptyLedger, nodeRun, settlement, stateOf, TestProcess } from './ledger-testing.ts';
import type { LeasedExecution } from './lease.ts';
import { handOnWorkOfTheDead } from './sweep.ts';

describeOnEachDatabase('leasing and settling', database => {
  let process: TestProcess;
  beforeEach(async () => {
    await emptyLedger(database().pool);
    process = await TestProcess.start(database().pool);
  });

  async function leaseOne(changes: Parameters<typeof acceptance>[0] = {}): Promise<LeasedExecution> {
    await process.accept(acceptance(changes));
    const [leased] = await process.lease();
    if (!leased) throw new Error('nothing was due');
    return leased;
  }

  it('leases an execution with its message', async () => {
    const item = acceptance({ body: Body.fromText('{"poNumber":"4500017"}') });
    await process.accept(item);
    const [leased] = await process.lease();
    expect(leased).toMatchObject({
      id: item.executionId,
      owner: process.epoch.id,
      flowId: 'orders',
      flowVersion: 1,
      sourceNode: 'webhook',
      checkpoint: undefined,
    });
    expect(leased?.message).toMatchObject({
      id: item.message.id,
      headers: { 'x-a': 'b' },
      contentType: 'application/json',
    });
    expect(leased?.message.body.json()).toEqual({ poNumber: '4500017' });
    expect(await process.lease()).toEqual([]);
  });

  it('never gives one execution to two processes', async () => {
    const other = await TestProcess.start(database().pool);
    await process.accept(...Array.from({ length: 100 }, () => acceptance()));
    const leased = await Promise.all(Array.from({ length: 10 }, (_, index) => (index % 2 ? process : other).lease(20)));
    const ids = leased.flat().map(execution => execution.id);
    expect(new Set(ids).size).toBe(ids.length);
    const rest = await process.lease(1000);
    expect(new Set([...ids, ...rest.map(execution => execution.id)]).size).toBe(100);
  });

  it('leases no more of a flow than is allowed', async () => {
    await process.accept(...Array.from({ length: 5 }, () => acceptance()));
    expect(await process.lease(2)).toHaveLength(2);
  });

  it('leases no more bytes than asked for, but one message always; the rest keeps its place', async () => {
    const batch = Array.from({ length: 5 }, () => acceptance({ body: Body.fromBytes(randomBytes(10_000)) }));
    await process.accept(...batch);
    const ids = batch.map(item => item.executionId);
    const before = await dueTimes();
    const first = await process.lease(100, 'orders', 25_000);
    expect(first).toHaveLength(3);
    expect(await dueTimes()).toEqual(before);
    const second = await process.lease(100, 'orders', 1);
    expect(second).toHaveLength(1);
    const rest = await process.lease();
    expect([...first, ...second, ...rest].map(execution => execution.id).toSorted()).toEqual(ids.toSorted());
    expect(rest[0]?.message.body.bytes()).toHaveLength(10_000);

    async function dueTimes() {
      const { rows } = await database().pool.query(`select id, due_at from execution order by id`);
      return rows;
    }
  });

  it('records node runs and ends the execution in one commit', async () => {
    const leased = await leaseOne();
    const [settled] = await process.settle(
      settlement(leased, 'succeeded', {
        nodeRuns: [
          nodeRun(1, {
            emitted: [{ port: 'out', contentType: 'application/json', headers: {}, body: Body.fromJson({ a: 1 }) }],
          }),
          nodeRun(2, { attempt: 3 }),
        ],
      }),
    );
    expect(settled).toEqual({ applied: true, cancelRequested: false });
    expect(await stateOf(database().pool, leased.id)).toBe('succeeded');
    const { rows } = await database().pool.query(
      `select run, attempt, node_id, duration_us from node_run where execution_id = $1 order by run`,
      [leased.id],
    );
    expect(rows).toEqual([
      { run: 1, attempt: 1, node_id: 'node-1', duration_us: 1500 },
      { run: 2, attempt: 3, node_id: 'node-2', duration_us: 1500 },
    ]);
  });

  it('keeps what the runs of an execution sent out as one payload', async () => {
    const leased = [await leaseOne(), await leaseOne()];
    const emit = (...texts: string[]) =>
      texts.map(text => ({ port: 'out', contentType: 'text/plain', headers: {}, body: Body.fromText(text) }));
    await process.settle(
      ...leased.map((execution, index) =>
        settlement(execution, 'succeeded', {
          nodeRuns: [
            nodeRun(1),
            nodeRun(2, { emitted: emit(`first ${index}`, '', 'second') }),
            nodeRun(3, { emitted: emit(`third ${index}`) }),
          ],
        }),
      ),
    );
    for (const [index, { id }] of leased.entries()) {
      const trace = await readTrace(database().kysely, id);
      expect(trace?.nodeRuns.map(run => run.outputs.map(output => String(output.body.bytes)))).toEqual([
        [],
        [`first ${index}`, '', 'second'],
        [`third ${index}`],
      ]);
    }
    const { rows } = await database().pool.query(
      `select distinct payload_id from node_run where payload_id is not null`,
    );
    expect(rows).toHaveLength(2);
  });

  it('takes the last of several settlements of one execution, with the node runs of all', async () => {
    const leased = await leaseOne();
    const first = settlement(leased, 'running', {
      keep: true,
      checkpoint: checkpoint({ run: 2, nodeId: 'b' }),
      nodeRuns: [nodeRun(1)],
    });
    const results = await process.settle(first, settlement(leased, 'succeeded', { nodeRuns: [nodeRun(2)] }));
    expect(results.every(result => result.applied)).toBe(true);
    const { rows } = await database().pool.query(`select run from node_run where execution_id = $1 order by run`, [
      leased.id,
    ]);
    expect(rows).toEqual([{ run: 1 }, { run: 2 }]);
  });

  it('may be repeated when nobody knows whether the commit went through', async () => {
    const leased = await leaseOne();
    const kept = settlement(leased, 'running', {
      keep: true,
      checkpoint: checkpoint({ run: 2, nodeId: 'b' }),
      nodeRuns: [nodeRun(1)],
    });
    await process.settle(kept);
    expect((await process.settle(kept))[0]?.applied).toBe(true);
    const { rows } = await database().pool.query(`select count(*) as n from node_run`);
    expect(rows).toEqual([{ n: 1 }]);
  });

  it('gives a waiting execution back until it is due, with what its next run takes', async () => {
    const leased = await leaseOne();
    const mapped = Body.fromJson({ mapped: true });
    const passedOn = { port: 'acme', contentType: 'application/json', headers: {}, body: mapped };
    await process.settle(
      settlement(leased, 'waiting', {
        dueAt: process.epoch.now() + 150,
        checkpoint: checkpoint({ run: 3, nodeId: 'post', from: { run: 2, item: 1 }, attempts: 1, tries: 1 }),
        nodeRuns: [
          nodeRun(1, {
            emitted: [
              { port: 'out', contentType: 'text/plain', headers: { h: '1' }, body: Body.fromText('first') },
              { ...passedOn, port: 'out' },
            ],
          }),
          // A router: its output is its input, which is not kept twice.
          nodeRun(2, {
            from: { run: 1, item: 1 },
            input: mapped,
            emitted: [{ ...passedOn, port: 'other', body: Body.fromText('x') }, passedOn],
          }),
        ],
      }),
    );
    expect(await stateOf(database().pool, leased.id)).toBe('waiting');
    expect(await process.lease()).toEqual([]);
    await new Promise(resolve => setTimeout(resolve, 200));
    const [again] = await process.lease();
    expect(again?.id).toBe(leased.id);
    expect(again?.checkpoint).toEqual(
      checkpoint({ run: 3, nodeId: 'post', from: { run: 2, item: 1 }, attempts: 1, tries: 1 }),
    );
    expect(again?.inputs.get(3)?.body.json()).toEqual({ mapped: true });
    expect(again?.inputs.get(3)).toMatchObject({
      contentType: 'application/json',
      correlationId: leased.message.correlationId,
    });
  });

  it('writes nothing for an execution that belongs to another lease, even one of the same process', async () => {
    const leased = await leaseOne();
    const results = await process.settle(
      settlement({ ...leased, owner: leased.owner - 1 }, 'succeeded', { nodeRuns: [nodeRun(1)] }),
    );
    expect(results).toEqual([{ applied: false, cancelRequested: false }]);
    expect(await stateOf(database().pool, leased.id)).toBe('running');
    const { rows } = await database().pool.query(`select count(*) as n from node_run`);
    expect(rows).toEqual([{ n: 0 }]);
  });

  it('refuses a process that was taken for dead, and another goes on with its work', async () => {
    const leased = await leaseOne();
    const other = await TestProcess.start(database().pool);
    await process.takeForDead();
    expect(await handOnWorkOfTheDead(database().pool)).toBe(1);
    await expect(process.settle(settlement(leased, 'succeeded'))).rejects.toThrow(Fenced);
    await expect(process.lease()).resolves.toEqual([]);
    expect((await other.lease()).map(execution => execution.id)).toEqual([leased.id]);
  });

  it('lets the next of a lane go when the one before is through, in the order of acceptance', async () => {
    const batch = Array.from({ length: 4 }, () => acceptance({ orderingKey: 'po-1' }));
    await process.accept(...batch);
    const order: string[] = [];
    for (const state of ['succeeded', 'dead-lettered', 'cancelled', 'succeeded'] as const) {
      const leased = await process.lease();
      expect(leased).toHaveLength(1);
      order.push(...leased.map(execution => execution.id));
      await process.settle(...leased.map(execution => settlement(execution, state)));
    }
    expect(order).toEqual(batch.map(item => item.executionId));
    const { rows } = await database().pool.query(`select count(*) as n from lane`);
    expect(rows).toEqual([{ n: 0 }]);
  });

  it('lets a waiting execution hold back its own key only', async () => {
    await process.accept(
      acceptance({ orderingKey: 'slow' }),
      acceptance({ orderingKey: 'slow' }),
      acceptance({ orderingKey: 'quick' }),
    );
    const heads = await process.lease();
    const first = heads.find(head => head.laneKey === 'slow');
    const quick = heads.find(head => head.laneKey === 'quick');
    if (!first || !quick) throw new Error('two heads were expected');
    await process.settle(
      settlement(first, 'waiting', {
        dueAt: process.epoch.now() + 60_000,
        checkpoint: checkpoint({ run: 1, nodeId: 'a' }),
      }),
    );
    await process.settle(settlement(quick, 'succeeded'));
    await process.accept(acceptance({ orderingKey: 'quick' }));
    const leased = await process.lease();
    expect(leased.map(execution => execution.laneKey)).toEqual(['quick']);
  });

  it('keeps the order when messages of a key are accepted while others of it are settled', async () => {
    const other = await TestProcess.start(database().pool);
    const accepted: string[] = [];
    const through: string[] = [];
    const accepting = (async () => {
      for (let index = 0; index < 60; index++) {
        const batch = [acceptance({ orderingKey: 'po-1' }), acceptance({ orderingKey: 'po-1' })];
        await (index % 2 ? process : other).accept(...batch);
        accepted.push(...batch.map(item => item.executionId));
      }
    })();
    while (through.length < 120) {
      for (const worker of [process, other]) {
        const leased = await worker.lease();
        through.push(...leased.map(execution => execution.id));
        if (leased.length > 0) await worker.settle(...leased.map(execution => settlement(execution, 'succeeded')));
      }
    }
    await accepting;
    expect(through).toEqual(accepted);
  });

  describe('with partners', () => {
    const from = (partner: string, count: number) => Array.from({ length: count }, () => acceptance({ partner }));
    const byText = (a: string, b: string) => a.localeCompare(b);
    const partnersOf = (leased: LeasedExecution[]) =>
      leased.map(execution => execution.partner ?? 'nobody').toSorted(byText);

    it('gives each that has something due an equal share, whoever came first', async () => {
      await process.accept(...from('flood', 50));
      await process.accept(...from('b', 2), ...from('c', 3), acceptance());
      expect(partnersOf(await process.lease(8))).toEqual(['b', 'b', 'c', 'c', 'flood', 'flood', 'nobody']);
      expect(partnersOf(await process.lease(4))).toEqual(['c', 'flood', 'flood']);
      expect(await process.lease(100)).toHaveLength(46);
    });

    it('lets each have its turn when there is room for fewer', async () => {
      await process.accept(...from('a', 5), ...from('b', 5), ...from('c', 5));
      const leased: string[] = [];
      for (let turn = 0; turn < 6; turn++) leased.push(...partnersOf(await process.lease(1)));
      expect(leased.toSorted(byText)).toEqual(['a', 'a', 'b', 'b', 'c', 'c']);
    });

    it('passes by those that only wait', async () => {
      await process.accept(...from('a', 5), ...from('b', 5), ...from('c', 1));
      await database().pool.query(
        `update execution set due_at = now() + interval '1 hour' where partner in ('a', 'b')`,
      );
      expect(partnersOf(await process.lease(1))).toEqual(['c']);
      expect(await process.lease(1)).toEqual([]);
      expect(await process.lease(10)).toEqual([]);
    });
  });
});
