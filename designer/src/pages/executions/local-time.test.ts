import { describe, expect, it } from 'vitest';
import { toInstant, toLocalInput } from './local-time.ts';

describe('exact times', () => {
  it('come back as they were shown, in summer and in winter', () => {
    for (const instant of ['2026-11-25T12:34:56.000Z', '2026-07-01T00:00:00.000Z']) {
      expect(toInstant(toLocalInput(instant))).toBe(instant);
    }
  });

  it('are no filter while they are not complete', () => {
    expect(toInstant('')).toBeUndefined();
    expect(toLocalInput(undefined)).toBe('');
  });
});
