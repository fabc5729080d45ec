import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FairShares } from './fair-shares.ts';

describe('fair shares', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
  afterEach(() => void vi.useRealTimers());

  /** As busy as can be for long enough that it is as narrow as it gets: 4 in all. */
  function narrow(shares: FairShares): FairShares {
    for (let time = 0; time < 20; time++) shares.adapt(1);
    return shares;
  }

  async function enterMany(shares: FairShares, partner: string | null, count: number) {
    const leaves: (() => void)[] = [];
    const entering = Array.from({ length: count }, () =>
      shares.enter('orders', partner).then(leave => leaves.push(leave)),
    );
    await settled();
    return { leaves, entering };
  }

  const settled = () => vi.advanceTimersByTimeAsync(0);

  it('bound a partner who is alone only by what keeps the commits full, and who names no partner by nothing', async () => {
    expect((await enterMany(narrow(new FairShares()), 'flood', 100)).leaves).toHaveLength(32);
    expect((await enterMany(narrow(new FairShares()), null, 100)).leaves).toHaveLength(100);
  });

  it('let each have its part at once when several come, and the rest one by one', async () => {
    const shares = narrow(new FairShares());
    const steady = await enterMany(shares, 'steady', 1);
    const flood = await enterMany(shares, 'flood', 20);
    expect([steady.leaves.length, flood.leaves.length]).toEqual([1, 2]);
    expect((await enterMany(shares, 'steady', 1)).leaves).toHaveLength(1);
    for (const leave of flood.leaves.splice(0, 1)) leave();
    await settled();
    expect(flood.leaves).toHaveLength(2);
  });

  it('let everybody in while the process has time', async () => {
    const shares = narrow(new FairShares());
    for (let time = 0; time < 60; time++) shares.adapt(0.1);
    await enterMany(shares, 'steady', 1);
    expect((await enterMany(shares, 'flood', 100)).leaves).toHaveLength(100);
  });

  it('let in who waits when the others have gone', async () => {
    const shares = narrow(new FairShares());
    const steady = await enterMany(shares, 'steady', 1);
    const flood = await enterMany(shares, 'flood', 20);
    expect(flood.leaves).toHaveLength(2);
    steady.leaves[0]?.();
    await vi.advanceTimersByTimeAsync(1500);
    shares.adapt(1);
    await settled();
    expect(flood.leaves).toHaveLength(20);
  });

  it('tell who has waited for two seconds to come back, and keep the share', async () => {
    const shares = narrow(new FairShares());
    await enterMany(shares, 'steady', 1);
    const flood = await enterMany(shares, 'flood', 2);
    const late = shares.enter('orders', 'flood').catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(2000);
    expect(await late).toMatchObject({ code: 'overloaded', retryAfterMs: 2000 });
    expect(String(await late)).toContain('Send it again in 2 s.');
    await enterMany(shares, 'steady', 1);
    const next = await enterMany(shares, 'flood', 1);
    expect(next.leaves).toHaveLength(0);
    flood.leaves[0]?.();
    await settled();
    expect(next.leaves).toHaveLength(1);
  });

  it('let in who has waited for two seconds when it is not this process that is slow', async () => {
    const shares = narrow(new FairShares());
    await enterMany(shares, 'steady', 1);
    const flood = await enterMany(shares, 'flood', 20);
    shares.adapt(0.1);
    expect(flood.leaves).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(2000);
    expect(flood.leaves).toHaveLength(20);
  });
});
