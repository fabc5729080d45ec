import { Body } from '@lineshaft/flow';
import type { Pool } from 'pg';
import { beforeEach, expect, it } from 'vitest';
import { describeOnEachDatabase } from '../database/testing.ts';
import { leaseExecutions } from './lease.ts';
import { acceptance, checkpoint, emptyLedger, nodeRun, settlement, TestProcess } from './ledger-testing.ts';
import { dayOf, ensurePartitions, listPartitions } from './partitions.ts';

const dayMs = 86_400_000;
const kept = { payloadsMs: 2 * dayMs, metadataMs: 5 * dayMs };

describeOnEachDatabase('partitions', database => {
  let process: TestProcess;
  beforeEach(async () => {
    await emptyLedger(database().pool);
    for (const { name, day } of await listPartitions(database().pool))
      if (day !== undefined) await database().pool.query(`drop table ${name}`);
    process = await TestProcess.start(database().pool);
    process.retentions.set('orders', { payloads: '2d', metadata: '5d' });
  });

  const partitionOf = async (table: string, column: string, id: string): Promise<string | undefined> => {
    const { rows } = await database().pool.query<{ name: string }>(
      `select tableoid::regclass::text as name from ${table} where ${column} = $1`,
      [id],
    );
    return rows[0]?.name;
  };
  const suffix = (daysAhead: number) => dayOf(Date.now() + daysAhead * dayMs).replaceAll('-', '');

  it('hold payloads until the day that the flow says, and the rest until a later one', async () => {
    await ensurePartitions(database().pool, Date.now(), [kept]);
    const { executionId } = acceptance();
    await process.accept(acceptance({ executionId }));
    const leased = await process.lease();
    const emitted = [{ port: 'out', contentType: '', headers: {}, body: Body.fromText('made') }];
    await process.settle(
      ...leased.map(execution => settlement(execution, 'succeeded', { nodeRuns: [nodeRun(1, { emitted })] })),
    );
    expect(await partitionOf('message', 'execution_id', executionId)).toBe(`message_${suffix(5)}`);
    expect(await partitionOf('node_run', 'execution_id', executionId)).toBe(`node_run_${suffix(5)}`);
    const { rows } = await database().pool.query(
      `select tableoid::regclass::text as name, convert_from(body, 'UTF8') as body from payload order by body`,
    );
    expect(rows).toEqual([
      { name: `payload_${suffix(2)}`, body: 'made' },
      { name: `payload_${suffix(2)}`, body: '{"poNumber":"4500017"}' },
    ]);
  });

  it('keep the rest at least as long as payloads', async () => {
    process.retentions.set('orders', { payloads: '9d', metadata: '1d' });
    await process.accept(acceptance());
    const { rows } = await database().pool.query(`select expires_on, payload_expires_on from execution`);
    expect(rows).toEqual([
      { expires_on: dayOf(Date.now() + 9 * dayMs), payload_expires_on: dayOf(Date.now() + 9 * dayMs) },
    ]);
  });

  it('are not needed: what expires on a day that nobody prepared is taken, too', async () => {
    const { executionId } = acceptance();
    process.retentions.set('orders', { payloads: '1000d', metadata: '1000d' });
    await process.accept(acceptance({ executionId }));
    expect(await partitionOf('message', 'execution_id', executionId)).toBe('message_default');
    expect(await partitionOf('payload', 'id', executionId)).toBe('payload_default');
  });

  it('are made once, however often and by however many at the same time', async () => {
    await Promise.all(Array.from({ length: 6 }, () => ensurePartitions(database().pool, Date.now(), [kept])));
    await ensurePartitions(database().pool, Date.now(), [kept, kept]);
    const names = (await listPartitions(database().pool)).map(partition => partition.name);
    expect(names.filter(name => name.startsWith('message'))).toEqual([
      ...[5, 6, 7, 8].map(days => `message_${suffix(days)}`),
      'message_default',
    ]);
    expect(names.filter(name => name.startsWith('payload'))).toEqual([
      ...[2, 3, 4, 5].map(days => `payload_${suffix(days)}`),
      'payload_default',
    ]);
  });

  it('do without the one of a day whose rows lie in the default partition already, and a start does not fail on it', async () => {
    await process.accept(acceptance());
    await ensurePartitions(database().pool, Date.now(), [kept]);
    const names = (await listPartitions(database().pool)).map(partition => partition.name);
    expect(names).not.toContain(`message_${suffix(5)}`);
    expect(names).toContain(`message_${suffix(6)}`);
    const { executionId } = acceptance();
    await process.accept(acceptance({ executionId }));
    expect(await partitionOf('message', 'execution_id', executionId)).toBe('message_default');
  });

  it('do not get in the way of each other: a look-up locks those of its days and no others', async () => {
    const manyDays = Array.from({ length: 20 }, (_, days) => ({ payloadsMs: days * dayMs, metadataMs: days * dayMs }));
    await ensurePartitions(database().pool, Date.now(), manyDays, 0);
    const { executionId } = acceptance();
    await process.accept(acceptance({ executionId }));
    const emitted = [{ port: 'out', contentType: '', headers: {}, body: Body.fromText('made') }];
    for (const leased of await process.lease()) {
      const pending = { run: 2, nodeId: 'post', from: { run: 1, item: 0 } };
      await process.settle(
        settlement(leased, 'queued', { nodeRuns: [nodeRun(1, { emitted })], checkpoint: checkpoint(pending) }),
      );
    }
    const client = await database().pool.connect();
    try {
      await client.query('begin');
      // A client is pool enough for what is looked up here.
      const pool = client as unknown as Pool;
      const { executions } = await leaseExecutions(pool, process.epoch, [{ flowId: 'orders', count: 1 }]);
      expect(executions[0]?.inputs.get(2)?.body.text()).toBe('made');
      const { rows } = await client.query<{ name: string }>(
        `select distinct relation::regclass::text as name from pg_locks join pg_class on pg_class.oid = relation
         where relkind in ('r', 'p') and relname ~ '^(message|payload|node_run)'`,
      );
      await client.query('rollback');
      expect(rows.map(row => row.name).toSorted()).toEqual([
        'message',
        `message_${suffix(5)}`,
        'node_run',
        `node_run_${suffix(5)}`,
        'payload',
        `payload_${suffix(2)}`,
      ]);
    } finally {
      client.release();
    }
  });
});
