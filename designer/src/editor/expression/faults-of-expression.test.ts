import { describe, expect, it } from 'vitest';
import { faultsOfExpression, faultsOfTemplate } from './faults-of-expression.ts';
import { inputOfSample, surroundingsOf } from './known-input.ts';

const sample = inputOfSample({
  contentType: 'application/json',
  headers: {},
  text: '{ "orderNo": "45", "lines": [{ "sku": "A", "qty": 2 }] }',
});
const order = surroundingsOf({}, sample);

describe('the faults of an expression', () => {
  it('are only the error, when it cannot be read', () => {
    expect(faultsOfExpression('{ "a": orderNr', order)).toEqual([
      { position: 14, message: expect.stringMatching(/^Line 1, column 15: /) as string },
    ]);
  });

  it.each([
    ['orderNr', 'There is no field orderNr here. Is orderNo meant?', 'Take orderNo'],
    ['{ "rows": lines.{ "s": sku } }', 'With one entry alone this becomes an object, not a list.', 'Wrap in [ ]'],
    ['orderNo * 2', 'orderNo is text; * needs a number.', 'Read it with $number'],
  ])('%s: are a warning by what is known of the input, with what mends it', (text, message, title) => {
    expect(faultsOfExpression(text, order)).toMatchObject([
      { severity: 'warning', message, source: 'Judged by the chosen sample', fix: { title } },
    ]);
  });

  it('name a variable that nothing sets, whether an input is known or not', () => {
    const [fault] = faultsOfExpression('orderNo & $headrs.x', surroundingsOf({}, undefined));
    expect(fault).toMatchObject({ position: 10, end: 17, message: expect.stringContaining('Is $headers meant?') });
    expect(fault?.source).toBeUndefined();
  });

  it.each(['', '$headers."x-any" & $messageId', '{ "rows": [lines.{ "s": sku }] }', '$anyFunction := 1'])(
    '%s: are none',
    text => {
      expect(faultsOfExpression(text, order)).toEqual([]);
    },
  );

  it('follow what the schema of the field says of what it works on, and what it has', () => {
    expect(
      faultsOfExpression('page.items & $part', surroundingsOf({ over: 'page', variables: ['part'] }, sample)),
    ).toEqual([]);
  });
});

describe('the faults of a template', () => {
  it('stand where they are in the whole, with what mends them', () => {
    expect(faultsOfTemplate('/orders/{{ orderNr }}/{{ lines[0].sku }}', order)).toMatchObject([
      { severity: 'warning', position: 11, end: 18, fix: { edits: [{ start: 11, end: 18, text: 'orderNo' }] } },
    ]);
  });

  it('are only the error, when it cannot be read', () => {
    expect(faultsOfTemplate('/orders/{{ orderNr', order)).toMatchObject([{ position: 8 }]);
  });

  it.each(['', '/orders', '/orders/{{ orderNo }}'])('%s: are none', text => {
    expect(faultsOfTemplate(text, order)).toEqual([]);
  });
});

it('a sample that is not JSON is no input', () => {
  expect(inputOfSample({ contentType: 'text/csv', headers: {}, text: 'a;b' })).toBeUndefined();
  expect(inputOfSample({ contentType: 'application/json', headers: {}, text: '{' })).toBeUndefined();
});
