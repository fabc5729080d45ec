import fc from 'fast-check';
import { expect, test } from 'vitest';
import { number, plainDecimal } from './numbers.ts';

test('texts of digits and a point are read as JavaScript reads them', () => {
  const digits = fc.stringMatching(/^-?\d{1,16}(\.\d{1,16})?$/);
  fc.assert(
    fc.property(digits, text => {
      expect(number(text)).toBe(Number(text));
    }),
    { numRuns: 5000 },
  );
});

test.each(['', '-', '.5', '5.', '1.2.3', '+1', ' 1', '1e3', '0x10', 'Infinity', '1234567890123456'])(
  '%j is left to those who know more',
  text => {
    expect(plainDecimal(text)).toBe(undefined);
  },
);
