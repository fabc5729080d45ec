import { randomBytes } from 'node:crypto';
import { Body } from '@lineshaft/flow';
import { beforeEach, expect, it } from 'vitest';
import { describeOnEachDatabase } from '../database/testing.ts';
import { Fenced } from './epoch.ts';
import { readTrace } from './execution-detail.ts';
import { acceptance, emptyLedger, stateOf, TestProcess } from './ledger-testing.ts';

describeOnEachDatabase('accepting a batch', database => {
  let process: TestProcess;
  beforeEach(async () => {
    await emptyLedger(database().pool);
    process = await TestProcess.start(database().pool);
  });

  it('keeps every body byte by byte, whatever its size', async () => {
    const bodies = [Buffer.from('{"a": 1.0}'), Buffer.alloc(0), randomBytes(145_000), Buffer.from([0, 255, 0])];
    const batch = bodies.map(bytes => acceptance({ body: Body.fromBytes(bytes) }));
    await process.accept(...batch);
    for (const [index, item] of batch.entries()) {
      const trace = await readTrace(database().kysely, item.executionId);
      expect(trace?.message.body.bytes?.equals(bodies[index] as Buffer)).toBe(true);
    }
    const { rows } = await database().pool.query(`select count(*) as payloads from payload`);
    expect(rows).toEqual([{ payloads: 3 }]);
  });

  it('queues what is not leased and leases the rest to the process that accepts it', async () => {
    const [queued, leased] = [acceptance(), acceptance({ leased: true })];
    expect(await process.accept(queued, leased)).toEqual([
      { kind: 'accepted', state: 'queued', owner: process.epoch.id },
      { kind: 'accepted', state: 'running', owner: process.epoch.id },
    ]);
    const { rows } = await database().pool.query(`select owner from execution where id = $1`, [leased.executionId]);
    expect(rows).toEqual([{ owner: process.epoch.id }]);
  });

  it('indexes business keys, several values of one name included', async () => {
    const item = acceptance({
      businessKeys: [
        ['poNumber', '1'],
        ['poNumber', '2'],
        ['asnId', 'A"{},\\'],
      ],
    });
    await process.accept(item);
    const { rows } = await database().pool.query(
      `select name, value from business_key where execution_id = $1 order by 1, 2`,
      [item.executionId],
    );
    expect(rows).toEqual([
      { name: 'asnId', value: 'A"{},\\' },
      { name: 'poNumber', value: '1' },
      { name: 'poNumber', value: '2' },
    ]);
  });

  it('answers a second message with the same idempotency key with the first one, and keeps nothing of it', async () => {
    const first = acceptance({ idempotencyKey: 'k' });
    await process.accept(first);
    const second = acceptance({ idempotencyKey: 'k', businessKeys: [['poNumber', '1']], orderingKey: 'lane' });
    expect(await process.accept(second)).toEqual([
      {
        kind: 'duplicate',
        messageId: first.message.id,
        executionId: first.executionId,
        correlationId: first.message.correlationId,
      },
    ]);
    const { rows } = await database().pool.query(
      `select (select count(*) from message) as messages, (select count(*) from execution) as executions,
              (select count(*) from business_key) as keys, (select count(*) from lane) as lanes`,
    );
    expect(rows).toEqual([{ messages: 1, executions: 1, keys: 0, lanes: 0 }]);
  });

  it('finds duplicates within one batch', async () => {
    const [first, second] = [acceptance({ idempotencyKey: 'k' }), acceptance({ idempotencyKey: 'k' })];
    const [accepted, duplicate] = await process.accept(first, second);
    expect(accepted).toMatchObject({ kind: 'accepted' });
    expect(duplicate).toMatchObject({ kind: 'duplicate', executionId: first.executionId });
  });

  it('lets one of two processes win that accept the same keys at the same time', async () => {
    const other = await TestProcess.start(database().pool);
    const keys = Array.from({ length: 50 }, (_, index) => `k${index}`);
    const batches = [keys, keys.toReversed()].map(order =>
      order.map(idempotencyKey => acceptance({ idempotencyKey, orderingKey: idempotencyKey })),
    );
    const [mine, others] = await Promise.all([
      process.accept(...(batches[0] ?? [])),
      other.accept(...(batches[1] ?? [])),
    ]);
    const accepted = [...mine, ...others].filter(result => result.kind === 'accepted');
    expect(accepted).toHaveLength(50);
    const { rows } = await database().pool.query(`select count(*) as n from execution`);
    expect(rows).toEqual([{ n: 50 }]);
  });

  it('keeps flows apart: the same key in another flow is another message', async () => {
    const results = await process.accept(
      acceptance({ idempotencyKey: 'k' }),
      acceptance({ idempotencyKey: 'k', flowId: 'invoices' }),
    );
    expect(results.map(result => result.kind)).toEqual(['accepted', 'accepted']);
  });

  it('refuses a header key that is used again for another body, and takes it for the same body', async () => {
    const item = (text: string) =>
      acceptance({ idempotencyKey: 'k', idempotencyKeyGuardsBody: true, body: Body.fromText(text) });
    await process.accept(item('{"a":1}'));
    expect((await process.accept(item('{"a":1}')))[0]?.kind).toBe('duplicate');
    expect((await process.accept(item('{"a":2}')))[0]?.kind).toBe('key-reused');
  });

  it('lets one execution of an ordering key go and blocks those behind it', async () => {
    const batch = ['a', 'a', 'b', 'a'].map(orderingKey => acceptance({ orderingKey, leased: true }));
    const results = await process.accept(...batch);
    expect(results.map(result => result.kind === 'accepted' && result.state)).toEqual([
      'running',
      'blocked',
      'running',
      'blocked',
    ]);
    const next = acceptance({ orderingKey: 'a', leased: true });
    expect(await process.accept(next)).toMatchObject([{ state: 'blocked' }]);
    const { rows } = await database().pool.query(`select id from execution where lane_key = 'a' order by lane_seq`);
    expect(rows.map(row => (row as { id: string }).id)).toEqual(
      [0, 1, 3].map(index => batch[index]?.executionId).concat(next.executionId),
    );
  });

  it('writes nothing for a process that was taken for dead', async () => {
    await process.takeForDead();
    const item = acceptance({ idempotencyKey: 'k', orderingKey: 'a' });
    await expect(process.accept(item)).rejects.toThrow(Fenced);
    expect(await stateOf(database().pool, item.executionId)).toBeUndefined();
    const { rows } = await database().pool.query(
      `select (select count(*) from receipt) + (select count(*) from lane) + (select count(*) from message) as n`,
    );
    expect(rows).toEqual([{ n: 0 }]);
  });
});
