import { beforeEach, expect, it, vi } from 'vitest';
import { describeOnEachDatabase } from '../database/testing.ts';
import { emptyLedger, TestProcess } from '../ledger/ledger-testing.ts';
import { pollSource } from './poll-source.ts';

const patience = { timeout: 10_000, interval: 10 };

describeOnEachDatabase('a source that polls', database => {
  let processes: TestProcess[];
  let closers: (() => Promise<void>)[];
  beforeEach(async () => {
    await emptyLedger(database().pool);
    processes = [await TestProcess.start(database().pool), await TestProcess.start(database().pool)];
    closers = [];
    return async () => {
      for (const close of closers) await close();
    };
  });

  type Turn = Parameters<typeof pollSource>[3];

  function poll(which: number, turn: Turn, failures: unknown[] = []) {
    const process = processes[which];
    if (!process) throw new Error('There are two processes.');
    const onTurn = (error: unknown) => void (error !== undefined && failures.push(error));
    const close = pollSource(
      { pool: database().pool, epoch: process.epoch, onTurn },
      { flowId: 'orders', nodeId: 'in' },
      10,
      turn,
    );
    closers.push(close);
    return close;
  }

  const counting =
    (turns: unknown[], upTo: number): Turn =>
    async turn => {
      const count = ((turn.cursor as number | undefined) ?? 0) + 1;
      turns.push(count);
      await turn.saveCursor(count);
      return { more: count < upTo };
    };

  it('goes on from where it was, at once while there is more', async () => {
    const turns: unknown[] = [];
    const close = poll(0, counting(turns, 3));
    await vi.waitFor(() => expect(turns.length).toBeGreaterThanOrEqual(3), patience);
    await close();
    const { length } = turns;
    poll(0, counting(turns, 3));
    await vi.waitFor(() => expect(turns.length).toBeGreaterThan(length), patience);
    expect(turns).toEqual(turns.map((_, index) => index + 1));
  });

  it('is polled by one process, and by the other when that one closes or is taken for dead', async () => {
    const [here, there]: [unknown[], unknown[]] = [[], []];
    const close = poll(0, counting(here, 0));
    await vi.waitFor(() => expect(here.length).toBeGreaterThan(0), patience);
    poll(1, counting(there, 0));
    await vi.waitFor(() => expect(here.length).toBeGreaterThan(5), patience);
    expect(there).toEqual([]);
    await close();
    await vi.waitFor(() => expect(there.length).toBeGreaterThan(0), patience);
    const last = here.length;
    expect(there[0]).toBe(last + 1);
    await processes[1]?.takeForDead();
    poll(0, counting(here, 0));
    await vi.waitFor(() => expect(here.length).toBeGreaterThan(last), patience);
  });

  it('saves nothing for a process that was taken for dead in the middle of a turn', async () => {
    const failures: unknown[] = [];
    const saved: unknown[] = [];
    poll(
      0,
      async turn => {
        if (turn.cursor !== undefined) saved.push(turn.cursor);
        await processes[0]?.takeForDead();
        await turn.saveCursor('late');
        return { more: false };
      },
      failures,
    );
    await vi.waitFor(() => expect(failures.length).toBeGreaterThan(0), patience);
    expect(failures[0]).toMatchObject({ code: 'unavailable' });
    expect(saved).toEqual([]);
  });

  it('tells of a turn that fails and takes the next', async () => {
    const failures: unknown[] = [];
    let turns = 0;
    poll(
      0,
      async () => {
        turns++;
        if (turns === 1) throw new Error('The folder is away.');
        return { more: false };
      },
      failures,
    );
    await vi.waitFor(() => expect(turns).toBeGreaterThan(1), patience);
    expect(failures).toHaveLength(1);
  });
});
