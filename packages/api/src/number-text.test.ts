import { expect, it } from 'vitest';
import { losesDigits, losesNumberText } from './number-text.ts';

it.each([
  ['{"id":9007199254740993}', true],
  ['[0.1234567890123456789]', true],
  ['{"price":12.50}', false],
  ['1.0', false],
])('knows that %s would be written otherwise, and whether digits are lost: %s', (text, isLoss) => {
  expect([losesNumberText(text), losesDigits(text)]).toEqual([true, isLoss]);
  expect(JSON.stringify(JSON.parse(text))).not.toBe(text);
});

it.each([
  '{"id":123456789012345}',
  '{"price":12.05}',
  '{"sscc":"003456789012345678","version":"1.0"}',
  '{"quote":"a \\" 1.0"}',
  '[100,20]',
])('lets %s be written anew', text => {
  expect([losesNumberText(text), losesDigits(text)]).toEqual([false, false]);
  expect(JSON.stringify(JSON.parse(text))).toBe(text);
});
