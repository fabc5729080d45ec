import { describe, expect, it } from 'vitest';
import { durationMs, durationSchema } from './duration.ts';

describe('durationMs', () => {
  it.each([
    ['250ms', 250],
    ['30s', 30_000],
    ['5m', 300_000],
    ['1.5h', 5_400_000],
    ['3d', 259_200_000],
    ['0s', 0],
  ])('reads %s as %i milliseconds', (text, ms) => {
    expect(durationMs(text)).toBe(ms);
    expect(durationSchema.safeParse(text).success).toBe(true);
  });

  it.each(['', '5', 's', '5 s', '-5s', '5S', '1,5h', '5s ', '5s\n', '1h30m', 'Infinitys'])('refuses %j', text => {
    expect(() => durationMs(text)).toThrow(RangeError);
    expect(durationSchema.safeParse(text).success).toBe(false);
  });
});

describe('durationSchema', () => {
  it('says how to write a duration', () => {
    expect(durationSchema.safeParse('soon').error?.issues[0]?.message).toMatch(/a number and a unit: 250ms/);
  });

  it.each(['99999999999999999999999999999999d', `${'9'.repeat(400)}s`])('refuses %s, which no clock can hold', text => {
    expect(durationSchema.safeParse(text).success).toBe(false);
  });
});
