import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Throttle } from './throttle.ts';

const alone = { count: 1, place: 0 };

describe('a throttle', () => {
  let throttle: Throttle;
  /** What those who waited got, in order. */
  let turns: [name: string, afterMs: number | undefined][];
  beforeEach(() => {
    vi.useFakeTimers();
    turns = [];
    throttle = new Throttle(() => Date.now());
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const enter = (name: string): 'waits' | number | undefined => {
    const entered = throttle.enter();
    if (!(entered instanceof Promise)) return entered;
    void entered.then(afterMs => turns.push([name, afterMs]));
    return 'waits';
  };

  it('lets everything through without limits', () => {
    for (let index = 0; index < 1000; index++) expect(throttle.enter()).toBeUndefined();
  });

  it('lets so many through at the same time, and the others in the order they asked', async () => {
    throttle.setLimits({ concurrency: 2 }, alone);
    expect(['a', 'b', 'c', 'd'].map(enter)).toEqual([undefined, undefined, 'waits', 'waits']);
    throttle.leave(10);
    throttle.leave(10);
    await vi.advanceTimersByTimeAsync(0);
    expect(turns).toEqual([
      ['c', undefined],
      ['d', undefined],
    ]);
  });

  it('sends away who would wait for too long, each to another time', async () => {
    throttle.setLimits({ concurrency: 1 }, alone);
    const first = enter('0');
    const others = Array.from({ length: 5 }, (_, index) => index).map(index => enter(String(index + 1)));
    expect([first, ...others.slice(0, 2)]).toEqual([undefined, 'waits', 'waits']);
    const times = others.slice(2) as number[];
    await vi.advanceTimersByTimeAsync(250);
    expect(turns.map(([name]) => name)).toEqual(['1', '2']);
    const all = [...times, ...turns.map(([, afterMs]) => 250 + (afterMs ?? 0))];
    expect(all).toEqual([350, 450, 550, 650, 750]);
  });

  it('begins so many in a time, and waits for the next turn', async () => {
    throttle.setLimits({ rate: { count: 10, per: '1s' } }, alone);
    for (let index = 0; index < 10; index++) expect(enter('burst')).toBeUndefined();
    expect([enter('a'), enter('b'), typeof enter('c')]).toEqual(['waits', 'waits', 'number']);
    await vi.advanceTimersByTimeAsync(105);
    expect(turns.map(([name]) => name)).toEqual(['a']);
    await vi.advanceTimersByTimeAsync(105);
    expect(turns.map(([name]) => name)).toEqual(['a', 'b']);
  });

  it('does not charge what was not delivered', () => {
    throttle.setLimits({ rate: { count: 1, per: '1m' } }, alone);
    expect(enter('a')).toBeUndefined();
    throttle.leave(undefined);
    expect(enter('b')).toBeUndefined();
    throttle.leave(5);
    expect(enter('c')).toBeGreaterThan(250);
  });

  it('takes its part among the processes, and none where there is none', () => {
    throttle.setLimits({ concurrency: 3 }, { count: 2, place: 0 });
    expect([enter('a'), enter('b'), enter('c')]).toEqual([undefined, undefined, 'waits']);
    const other = new Throttle(() => Date.now());
    other.setLimits({ concurrency: 1 }, { count: 2, place: 1 });
    const afterMs = other.enter();
    expect(afterMs).toBeGreaterThanOrEqual(250);
    expect(afterMs).toBeLessThanOrEqual(750);
  });

  it('gives turns at once when a limit is raised', async () => {
    throttle.setLimits({ concurrency: 1 }, alone);
    enter('a');
    expect(enter('b')).toBe('waits');
    throttle.setLimits({ concurrency: 2 }, alone);
    await vi.advanceTimersByTimeAsync(0);
    expect(turns).toEqual([['b', undefined]]);
  });
});
