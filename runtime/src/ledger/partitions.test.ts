import { beforeEach, expect, it } from 'vitest';
import { describeOnEachDatabase } from '../database/testing.ts';
import { newId } from './ids.ts';
import { acceptance, emptyLedger, nodeRun, settlement, TestProcess } from './ledger-testing.ts';
import { ensurePartitions } from './partitions.ts';

const dayMs = 86_400_000;

describeOnEachDatabase('partitions', database => {
  let process: TestProcess;
  beforeEach(async () => {
    await emptyLedger(database().pool);
    const { rows } = await database().pool.query<{ name: string }>(
      `select inhrelid::regclass::text as name from pg_inherits where inhrelid::regclass::text !~ 'default$' and inhparent in ('message'::regclass, 'node_run'::regclass)`,
    );
    for (const { name } of rows) await database().pool.query(`drop table ${name}`);
    process = await TestProcess.start(database().pool);
  });

  const partitionOf = async (table: string, column: string, id: string): Promise<string | undefined> => {
    const { rows } = await database().pool.query<{ name: string }>(
      `select tableoid::regclass::text as name from ${table} where ${column} = $1`,
      [id],
    );
    return rows[0]?.name;
  };
  const suffix = (at: number) => new Date(at).toISOString().slice(0, 10).replaceAll('-', '');

  async function accepted(at: number) {
    const item = acceptance();
    const sent = { ...item, executionId: newId(at), message: { ...item.message, id: newId(at) } };
    await process.accept(sent);
    return sent;
  }

  it('hold the messages and the node runs of one day each, from its first millisecond to its last', async () => {
    const day = Math.floor(Date.now() / dayMs) * dayMs + dayMs;
    await ensurePartitions(database().pool, Date.now());
    for (const at of [day, day + dayMs - 1]) {
      const { message, executionId } = await accepted(at);
      expect(await partitionOf('message', 'id', message.id)).toBe(`message_${suffix(day)}`);
      const leased = await process.lease();
      await process.settle(...leased.map(execution => settlement(execution, 'succeeded', { nodeRuns: [nodeRun(1)] })));
      expect(await partitionOf('node_run', 'execution_id', executionId)).toBe(`node_run_${suffix(day)}`);
    }
    const next = await accepted(day + dayMs);
    expect(await partitionOf('message', 'id', next.message.id)).toBe(`message_${suffix(day + dayMs)}`);
  });

  it('take messages of days that nobody prepared, too', async () => {
    const { message } = await accepted(Date.now() + 30 * dayMs);
    expect(await partitionOf('message', 'id', message.id)).toBe('message_default');
  });

  it('are made once, however often and by however many at the same time', async () => {
    await Promise.all(Array.from({ length: 6 }, () => ensurePartitions(database().pool, Date.now())));
    await ensurePartitions(database().pool, Date.now());
    const { rows } = await database().pool.query(
      `select inhparent::regclass::text as parent, count(*) as n from pg_inherits where inhparent in ('message'::regclass, 'node_run'::regclass) group by 1 order by 1`,
    );
    expect(rows).toEqual([
      { parent: 'message', n: 5 },
      { parent: 'node_run', n: 5 },
    ]);
  });

  it('do without the one of a day whose messages lie in the default partition already, and a start does not fail on it', async () => {
    const { message } = await accepted(Date.now() + dayMs);
    await ensurePartitions(database().pool, Date.now());
    expect(await partitionOf('message', 'id', message.id)).toBe('message_default');
    const another = await accepted(Date.now() + dayMs);
    expect(await partitionOf('message', 'id', another.message.id)).toBe('message_default');
    const later = await accepted(Date.now() + 2 * dayMs);
    expect(await partitionOf('message', 'id', later.message.id)).toBe(`message_${suffix(Date.now() + 2 * dayMs)}`);
  });
});
