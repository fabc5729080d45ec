import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Turns } from './turns.ts';

describe('turns', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
  afterEach(() => void vi.useRealTimers());

  /** As busy as can be for long enough that it is as narrow as it gets: 16 in all. */
  function narrow(turns: Turns): Turns {
    for (let time = 0; time < 20; time++) turns.adapt(1);
    return turns;
  }

  async function enterMany(turns: Turns, partner: string, count: number) {
    const leaves: (() => void)[] = [];
    const entering = Array.from({ length: count }, () =>
      turns.enter('orders', partner).then(leave => leaves.push(leave)),
    );
    await settled();
    return { leaves, entering };
  }

  const settled = () => vi.advanceTimersByTimeAsync(0);

  it('hold nobody up who is alone, however busy the process is', async () => {
    const { leaves } = await enterMany(narrow(new Turns()), 'flood', 100);
    expect(leaves).toHaveLength(100);
  });

  it('let each have its part at once when several come, and the rest one by one', async () => {
    const turns = narrow(new Turns());
    const steady = await enterMany(turns, 'steady', 1);
    const flood = await enterMany(turns, 'flood', 20);
    expect([steady.leaves.length, flood.leaves.length]).toEqual([1, 8]);
    expect((await enterMany(turns, 'steady', 1)).leaves).toHaveLength(1);
    for (const leave of flood.leaves.splice(0, 3)) leave();
    await settled();
    expect(flood.leaves).toHaveLength(8);
  });

  it('let everybody in while the process has time', async () => {
    const turns = narrow(new Turns());
    for (let time = 0; time < 60; time++) turns.adapt(0.1);
    await enterMany(turns, 'steady', 1);
    expect((await enterMany(turns, 'flood', 100)).leaves).toHaveLength(100);
  });

  it('let in who waits when the others have gone', async () => {
    const turns = narrow(new Turns());
    const steady = await enterMany(turns, 'steady', 1);
    const flood = await enterMany(turns, 'flood', 20);
    expect(flood.leaves).toHaveLength(8);
    steady.leaves[0]?.();
    await vi.advanceTimersByTimeAsync(1500);
    turns.adapt(1);
    await settled();
    expect(flood.leaves).toHaveLength(20);
  });

  it('let in who has waited for two seconds, whatever the others do', async () => {
    const turns = narrow(new Turns());
    await enterMany(turns, 'steady', 1);
    const flood = await enterMany(turns, 'flood', 20);
    await vi.advanceTimersByTimeAsync(1900);
    expect(flood.leaves).toHaveLength(8);
    await vi.advanceTimersByTimeAsync(200);
    expect(flood.leaves).toHaveLength(20);
  });
});
