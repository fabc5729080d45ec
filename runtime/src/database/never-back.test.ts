import { describe, expect, it } from 'vitest';
import { neverBack } from './never-back.ts';

describe('neverBack', () => {
  const clocks = () => {
    const now = { wall: 1_000_000, monotonic: 0 };
    const read = neverBack(
      () => now.wall,
      () => now.monotonic,
    );
    return {
      read,
      pass: (ms: number, step = 0) => {
        now.monotonic += ms;
        now.wall += ms + step;
      },
    };
  };

  it('is the wall clock', () => {
    const { read, pass } = clocks();
    expect(read()).toBe(1_000_000);
    pass(500);
    expect(read()).toBe(1_000_500);
  });

  it('follows a step forward, such as after sleep', () => {
    const { read, pass } = clocks();
    pass(100, 3_600_000);
    expect(read()).toBe(4_600_100);
  });

  it('runs on when the wall clock steps back, until that has caught up', () => {
    const { read, pass } = clocks();
    pass(100, 60_000);
    expect(read()).toBe(1_060_100);
    pass(100, -60_000);
    expect(read()).toBe(1_060_200);
    pass(1000);
    expect(read()).toBe(1_061_200);
    pass(0, 70_000);
    expect(read()).toBe(1_071_200);
  });
});
