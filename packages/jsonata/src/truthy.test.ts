import { expect, test } from 'vitest';
import { compile } from './expression.ts';
import { isTruthy } from './truthy.ts';

test('truth is what $boolean says, and no value is not true', () => {
  const values = [
    0,
    1,
    -1,
    '',
    'false',
    true,
    false,
    null,
    [],
    [0],
    [1],
    [0, 0],
    [0, 1],
    [[]],
    [[1]],
    {},
    { a: 0 },
    undefined,
  ];
  for (const value of values) {
    const expected = compile('$boolean(v)').evaluate({ v: value }) ?? false;
    expect({ value, truth: isTruthy(value) }).toEqual({ value, truth: expected });
  }
});
