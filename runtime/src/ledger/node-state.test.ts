import { Body, type Change, type Emitted, type Held, type Released } from '@lineshaft/flow';
import { messageOf } from '@lineshaft/flow/testing';
import { beforeEach, expect, it } from 'vitest';
import { describeOnEachDatabase } from '../database/testing.ts';
import { Fenced } from './epoch.ts';
import { acceptance, emptyLedger, settlement, TestProcess } from './ledger-testing.ts';
import { changeState, expireNext, pruneEffects, type StateKey } from './node-state.ts';

interface Count {
  count: number;
}

describeOnEachDatabase('the state of a node', database => {
  let process: TestProcess;
  beforeEach(async () => {
    await emptyLedger(database().pool);
    process = await TestProcess.start(database().pool);
  });

  const key: StateKey = { flowId: 'orders', flowVersion: 3, nodeId: 'gather', key: '4500017' };

  async function leased(businessKeys: [string, string][] = [], partner = 'acme') {
    await process.accept(acceptance({ businessKeys, partner }));
    const [execution] = await process.lease(1);
    if (!execution) throw new Error('Nothing was leased.');
    return execution;
  }

  async function change(
    execution: { id: string; owner: number },
    make: (held: Held<Count>) => Change<Count> | Promise<Change<Count>>,
    options: { run?: number; body?: unknown } = {},
  ) {
    const { run = 1, body = {} } = options;
    const message = messageOf(body, { id: `m-${execution.id}-${run}` });
    const changing = { executionId: execution.id, owner: execution.owner, run, message };
    return changeState(database().pool, process.epoch, process.retentions, key, changing, make as never);
  }

  const count = ({ state }: Held<Count>): Change<Count> => ({ state: { count: (state?.count ?? 0) + 1 } });

  it('is kept under its key, and changed by one at a time', async () => {
    const executions = [await leased(), await leased(), await leased()];
    await Promise.all(executions.map(execution => change(execution, count)));
    const seen: unknown[] = [];
    await change(await leased(), held => {
      seen.push(held.state);
      return { state: undefined };
    });
    expect(seen).toEqual([{ count: 3 }]);
    const { rows } = await database().pool.query(`select 1 from node_state`);
    expect(rows).toEqual([]);
  });

  it('is changed once by a run, which gets what it emitted the first time', async () => {
    const execution = await leased();
    const emitted: Emitted[] = [
      { port: 'a', contentType: 'text/plain', headers: { x: '1' }, body: Body.fromText('one') },
      { port: 'b', contentType: 'text/plain', headers: {}, body: Body.fromText('two') },
    ];
    await change(execution, held => ({ ...count(held), emitted }));
    const again = await change(execution, () => {
      throw new Error('It was changed already.');
    });
    expect(again.released).toBe(0);
    expect(again.emitted.map(({ port, headers, body }) => [port, headers, body.text()])).toEqual([
      ['a', { x: '1' }, 'one'],
      ['b', {}, 'two'],
    ]);
    await change(execution, held => ({ ...count(held) }), { run: 2 });
    await change(
      execution,
      held => {
        expect(held.state).toEqual({ count: 2 });
        return { state: held.state };
      },
      { run: 3 },
    );
  });

  it('stays as it was when the change fails', async () => {
    const execution = await leased();
    const broken = () => Promise.reject(new Error('no'));
    await expect(change(execution, broken)).rejects.toThrow('no');
    await change(execution, held => {
      expect(held.state).toBeUndefined();
      return count(held);
    });
  });

  it('holds messages in order and lets them go', async () => {
    const hold = async (sequence: number) => {
      await change(await leased(), held => ({ ...count(held), hold: { sequence } }), { body: { sequence } });
    };
    for (const sequence of [3, 1, 2]) await hold(sequence);
    const read: unknown[] = [];
    await change(await leased(), async held => {
      for (const message of await held.messages()) read.push(message.body.json());
      return { state: { count: 0 }, dropThrough: 2 };
    });
    expect(read).toEqual([{ sequence: 1 }, { sequence: 2 }, { sequence: 3 }]);
    await change(await leased(), async held => {
      expect((await held.messages()).map(message => message.sequence)).toEqual([3]);
      return { state: undefined };
    });
    const { rows } = await database().pool.query(`select 1 from held_message`);
    expect(rows).toEqual([]);
  });

  const released = (heirOf: string[], changes: Partial<Released> = {}): Released => ({
    port: 'done',
    contentType: 'application/json',
    headers: {},
    body: Body.fromJson({ all: true }),
    correlationId: 'order-17',
    causationId: 'm',
    heirOf,
    ...changes,
  });

  it('begins executions for what it releases, once, with the partner and the business keys of those it came from', async () => {
    const [first, second] = [
      await leased([
        ['poNumber', '17'],
        ['line', '1'],
      ]),
      await leased([
        ['poNumber', '17'],
        ['line', '2'],
      ]),
    ];
    const release = (): Change<Count> => ({ state: undefined, released: [released([first.id, second.id])] });
    expect(await change(second, release)).toMatchObject({ released: 1 });
    expect(await change(second, release)).toMatchObject({ released: 0 });

    const [begun, ...others] = await process.lease(10);
    expect(others).toEqual([]);
    expect(begun).toMatchObject({ flowVersion: 3, sourceNode: 'gather', sourcePort: 'done' });
    expect(begun?.partner).toBe('acme');
    expect(begun?.message).toMatchObject({ correlationId: 'order-17', causationId: 'm' });
    const { rows } = await database().pool.query(
      `select name, value from business_key where execution_id = $1 order by name, value`,
      [begun?.id],
    );
    expect(rows).toEqual([
      { name: 'line', value: '1' },
      { name: 'line', value: '2' },
      { name: 'poNumber', value: '17' },
    ]);
  });

  it('lets released messages with an ordering key go on one after the other', async () => {
    const execution = await leased();
    const items = [1, 2].map(() => released([], { orderingKey: '17' }));
    await change(execution, () => ({ state: { count: 0 }, released: items }));
    const ready = await process.lease(10);
    expect(ready).toHaveLength(1);
    const [head] = ready;
    if (head) await process.settle(settlement(head, 'succeeded'));
    expect(await process.lease(10)).toHaveLength(1);
  });

  it('is not changed by a process that was taken for dead, nor by one that lost its lease', async () => {
    const execution = await leased();
    await database().pool.query(`update execution set owner = null where id = $1`, [execution.id]);
    await expect(change(execution, count)).rejects.toBeInstanceOf(Fenced);
    const other = await leased();
    await process.takeForDead();
    await expect(change(other, count)).rejects.toBeInstanceOf(Fenced);
    const { rows } = await database().pool.query(`select 1 from node_state`);
    expect(rows).toEqual([]);
  });

  it('is let go when its time comes, by one process', async () => {
    const execution = await leased();
    await change(execution, held => ({ ...count(held), hold: { sequence: 1 }, expiresAt: held.now + 3_600_000 }));
    const expire = (make: (held: Held<Count>) => Change<Count>, failures: unknown[] = []) =>
      expireNext(
        database().pool,
        process.epoch,
        process.retentions,
        async (place, held) => {
          expect(place).toEqual(key);
          return make(held as Held<Count>);
        },
        (_, error) => failures.push(error),
      );
    const leave = (): Change<Count> => ({ state: undefined, released: [released([execution.id])] });
    expect(await expire(leave)).toBeUndefined();
    await database().pool.query(`update node_state set expires_at = now()`);

    const failures: unknown[] = [];
    const broken = () => {
      throw new Error('not now');
    };
    expect(await expire(broken, failures)).toEqual({ released: 0 });
    expect(failures).toHaveLength(1);
    expect(await expire(leave)).toBeUndefined();

    await database().pool.query(`update node_state set expires_at = now()`);
    expect(await expire(leave)).toEqual({ released: 1 });
    expect(await process.lease(10)).toHaveLength(1);
    expect(await expire(leave)).toBeUndefined();
  });

  it('forgets what runs of ended executions did', async () => {
    const execution = await leased();
    await change(execution, count);
    await process.settle(settlement(execution, 'succeeded'));
    expect(await pruneEffects(database().pool)).toBe(0);
    await database().pool.query(`update execution set ended_at = now() - interval '2 minutes'`);
    expect(await pruneEffects(database().pool)).toBe(1);
  });
});
