import { compile } from '@lineshaft/jsonata';
import { expect, it } from 'vitest';
import { sheetLines, sheetOrder } from './cheat-sheet-texts.ts';

it.each(sheetLines.flatMap(({ expression, gives }) => (gives === undefined ? [] : [[expression, gives]])))(
  '%s gives what the sheet says',
  (expression = '', gives) => {
    expect(JSON.stringify(compile(expression).evaluate(sheetOrder))).toBe(gives);
  },
);

it('$now gives the date of the run', () => {
  const now = sheetLines.at(-1)?.expression ?? '';
  expect(compile(now).evaluate(sheetOrder, { clock: Date.UTC(2026, 2, 1) })).toBe('2026-03-01');
});
