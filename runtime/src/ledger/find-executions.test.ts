import { beforeAll, expect, it } from 'vitest';
import { describeOnEachDatabase } from '../database/testing.ts';
import { countExecutions, type ExecutionPage, findExecution, findExecutions } from './find-executions.ts';
import { newId } from './ids.ts';
import { acceptance, emptyLedger, settlement, TestProcess } from './ledger-testing.ts';
import { reprocess } from './operate.ts';

const hour = 3_600_000;
const noon = Date.UTC(2026, 4, 4, 12);

describeOnEachDatabase('finding executions', database => {
  /** Five executions, an hour apart, oldest first. */
  let ids: string[];
  let messageIds: string[];
  let process: TestProcess;
  beforeAll(async () => {
    await emptyLedger(database().pool);
    process = await TestProcess.start(database().pool);
    const batch = ['a', 'b', 'a', 'b', 'a'].map((flowId, index) => {
      const item = acceptance({ flowId, orderingKey: `lane-${index}` });
      const at = noon + index * hour;
      return {
        ...item,
        executionId: newId(at),
        message: { ...item.message, id: newId(at), correlationId: index < 2 ? 'conversation' : `c${index}` },
        businessKeys: [
          ['poNumber', `45000${index}`],
          ['poNumber', 'shared'],
          ['constructor', 'x'],
          ['correlationId', index < 2 ? 'conversation' : `c${index}`],
        ] as [string, string][],
      };
    });
    await process.accept(...batch);
    ids = batch.map(item => item.executionId);
    messageIds = batch.map(item => item.message.id);
    const [last] = (await process.lease(10, 'a')).filter(execution => execution.id === ids[4]);
    if (last) await process.settle(settlement(last, 'succeeded', { flowId: 'a' }));
  });

  const found = async (filter: Partial<ExecutionPage>): Promise<number[]> =>
    (await findExecutions(database().kysely, { limit: 10, ...filter })).map(execution => ids.indexOf(execution.id));

  it.each<[string, Partial<ExecutionPage>, number[]]>([
    ['all, newest first', {}, [4, 3, 2, 1, 0]],
    ['no more than asked for', { limit: 2 }, [4, 3]],
    ['those of a flow', { flowIds: ['b'] }, [3, 1]],
    ['those in some states', { states: ['succeeded', 'cancelled'] }, [4]],
    ['none in no state', { states: [] }, []],
    ['by a business key', { key: { name: 'poNumber', value: '450002' } }, [2]],
    ['by one of its several values', { key: { name: 'poNumber', value: 'shared' } }, [4, 3, 2, 1, 0]],
    ['by the exact value only', { key: { name: 'poNumber', value: '45000%' } }, []],
    ['by conversation, over flows', { correlationId: 'conversation' }, [1, 0]],
    ['by an id of the sender that is no time', { correlationId: 'ffffffff-ffff-4fff-bfff-ffffffffffff' }, []],
    ['nothing by what cannot be', { key: { name: 'poNumber', value: '\u0000' } }, []],
    ['nothing by a message id that is none', { messageId: '4500017' }, []],
    ['by a value, whatever key has it', { search: '450002' }, [2]],
    ['by a value that many have', { search: 'shared' }, [4, 3, 2, 1, 0]],
    ['by the value of a key that is named as nobody would', { search: 'x', flowIds: ['b'] }, [3, 1]],
    ['by a correlation id that is typed alone', { search: 'conversation' }, [1, 0]],
    ['nothing by a part of a value', { search: '45000' }, []],
    ['nothing by a value that cannot be', { search: '\u0000' }, []],
    ['from a time, inclusive', { from: new Date(noon + 3 * hour) }, [4, 3]],
    ['to a time, exclusive', { to: new Date(noon + hour) }, [0]],
    [
      'everything at once',
      { flowIds: ['a'], from: new Date(noon + 1), key: { name: 'poNumber', value: 'shared' } },
      [4, 2],
    ],
  ])('finds %s', async (_, filter, expected) => {
    expect(await found(filter)).toEqual(expected);
  });

  it('finds an execution by its own id, by that of its message, and by both in capitals', async () => {
    expect(await found({ search: ids[2] ?? '' })).toEqual([2]);
    expect(await found({ search: messageIds[2] ?? '' })).toEqual([2]);
    expect(await found({ search: ids[2]?.toUpperCase() ?? '' })).toEqual([2]);
    expect(await found({ search: newId() })).toEqual([]);
    expect(await countExecutions(database().kysely, { search: ids[2] ?? '' }, 10)).toBe(1);
  });

  it('counts them, up to a number', async () => {
    expect(await countExecutions(database().kysely, { flowIds: ['a'] }, 10)).toBe(3);
    expect(await countExecutions(database().kysely, {}, 4)).toBe(4);
    expect(await countExecutions(database().kysely, { flowIds: [] }, 4)).toBe(0);
  });

  it('goes on after the last of the page before', async () => {
    expect(await found({ limit: 2, before: ids[3] ?? '' })).toEqual([2, 1]);
  });

  it('shows keys with all their values, whatever a key is named', async () => {
    const execution = await findExecution(database().kysely, ids[0] ?? '');
    expect(execution).toMatchObject({
      flowId: 'a',
      flowVersion: 1,
      messageId: messageIds[0],
      correlationId: 'conversation',
      orderingKey: 'lane-0',
      dueAt: null,
      error: null,
      replayOf: null,
      reprocessed: null,
    });
    expect(Object.entries(execution?.keys ?? {})).toEqual([
      ['constructor', ['x']],
      ['poNumber', ['450000', 'shared']],
    ]);
  });

  it('finds a message with its replays', async () => {
    const replay = await reprocess(database().pool, ids[4] ?? '', undefined);
    if (replay.kind !== 'done') throw new Error('refused');
    const executions = await findExecutions(database().kysely, { limit: 10, messageId: messageIds[4] ?? '' });
    expect(executions.map(execution => [execution.id, execution.replayOf])).toEqual([
      [replay.executionId, ids[4]],
      [ids[4], null],
    ]);
  });

  it('knows what it does not know', async () => {
    expect(await findExecution(database().kysely, newId())).toBeUndefined();
    expect(await found({ messageId: newId() })).toEqual([]);
  });
});
