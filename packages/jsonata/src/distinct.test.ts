import jsonata from 'jsonata';
import { expect, test } from 'vitest';
import { compile } from './expression.ts';

test.each([
  '$distinct([1, "1", 1, true, "true", null, null, 1.0])',
  '$distinct([{"a": 1, "b": 2}, {"b": 2, "a": 1}, {"a": 1}])',
  '$distinct([[1, 2], [2, 1], [1, 2], []])',
  '$distinct(["a:b", {"a": "b"}, "{\\"a\\":\\"b\\"}"])',
  '$distinct(x)',
  '$distinct(one)',
  '$distinct(many.a)',
  '$count($distinct(many.a))',
])('%s is what JSONata makes of it', async text => {
  const input = { one: [1], many: [{ a: 1 }, { a: 1 }] };
  expect(await compile(text).evaluate(input)).toEqual(
    JSON.parse(JSON.stringify(await jsonata(text).evaluate(input)) ?? 'null') ?? undefined,
  );
});
