import { describe, expect, test } from 'vitest';
import { thrownBy } from '../test/thrown-by.ts';
import { compile } from './expression.ts';
import type { Guards } from './guards.ts';

function stopped(text: string, input: unknown = {}, guards: Partial<Guards> = {}): unknown {
  const started = performance.now();
  const outcome: unknown = thrownBy(() => compile(text, guards).evaluate(input)) ?? 'came through';
  expect(performance.now() - started).toBeLessThan(5000);
  return outcome;
}

describe('guards', () => {
  test('endless tail recursion ends at the time limit', () => {
    const outcome = stopped('($f := function($x) { $f($x) }; $f(1))', {}, { timeoutMs: 200 });
    expect(outcome).toMatchObject({ code: 'D1012', kind: 'limit' });
  });

  test('deep recursion ends at the depth limit', () => {
    const outcome = stopped('($f := function($x) { 1 + $f($x) }; $f(1))', {}, { depth: 5000 });
    expect(outcome).toMatchObject({ code: 'D1011', kind: 'limit' });
  });

  test('wide objects and many groups are no deep recursion', () => {
    const fields = Array.from({ length: 2000 }, (_, index) => `"f${index}": a.b`).join(', ');
    expect(Object.keys(compile(`{${fields}}`).evaluate({ a: { b: 1 } }) as object)).toHaveLength(2000);
    const rows = Array.from({ length: 500 }, (_, index) => ({ id: `r${index}`, a: { b: index } }));
    const groups = compile('rows{id: {"x": a.b, "y": a.b * 2, "z": $string(a.b)}}').evaluate({ rows });
    expect(Object.keys(groups as object)).toHaveLength(500);
  });

  test.each([
    '[1..3000].([1..3000])',
    '[1..2000000]',
    '$reduce([1..28], function($a, $b) { $append($a, $a) }, [1])',
    '$reduce([1..28], function($a, $b) { [$a, $a] }, [1])',
    '$split($pad("", 3000000, ","), ",")',
  ])('%s makes too long a list', text => {
    expect(stopped(text)).toMatchObject({ code: 'D2015', kind: 'limit' });
  });

  test.each([
    '$length($pad("x", 3e8))',
    '$pad("x", -1e7, "abc")',
    '$length($reduce([1..28], function($a, $b) { $a & $a }, "x"))',
    '($f := function($s, $n) { $n = 0 ? $s : $f($s & $s, $n - 1) }; $length($f("x", 40)))',
    `(${Array.from({ length: 40 }, (_, index) => `$v${index + 1} := $v${index} & $v${index}`).join('; ')}; $v40)`.replace(
      '(',
      '($v0 := "x"; ',
    ),
    `a${'.($ & $)'.repeat(26)}`,
    `$uppercase(a${'.($ & $)'.repeat(26)})`,
    `a${'.($ & $)'.repeat(40)}`,
    '$join([1..1000].$pad("x", 100000))',
    '$replace($pad("x", 100000, "x"), "x", $pad("y", 100000))',
    '$replace($pad("x", 10000, "x"), /x/, $pad("y", 10000))',
    '$map([1..100], function($i) { $pad("x", 1000000) })',
    '$string($reduce([1..40], function($a, $b) { {"x": $a, "y": $a} }, 1))',
    '$reduce([1..40], function($a, $b) { {"x": $a, "y": $a} }, 1) & "."',
    '"." & $reduce([1..40], function($a, $b) { [[$a], [$a]] }, 1)',
  ])('%s makes too long a text', text => {
    expect(stopped(text, { a: 'xy' }, { timeoutMs: 4000 })).toMatchObject({ code: 'L1001', kind: 'limit' });
  });

  test('regular expressions take linear time', () => {
    const input = { text: `${'a'.repeat(50_000)}!` };
    expect(stopped('$contains(text, /^(a+)+$/)', input)).toBe('came through');
  });

  test('$distinct takes linear time', () => {
    const items = Array.from({ length: 50_000 }, (_, index) => ({ id: index % 40_000, sub: { name: 'x' } }));
    expect(compile('$count($distinct(items))').evaluate({ items })).toBe(40_000);
  });

  test.each(['$ ~> |$|{"self": $}|', '$string($ ~> |$|{"self": $}|)'])('%s does not run away', text => {
    expect(stopped(text)).toMatchObject({ name: 'ExpressionError' });
  });

  test('a result that doubles in itself is too large', () => {
    const outcome = stopped('$reduce([1..40], function($a, $b) { {"x": $a, "y": $a} }, 1)', {}, { timeoutMs: 4000 });
    expect(outcome).toMatchObject({ code: 'L1004', kind: 'limit' });
  });

  test('the limits can be set', () => {
    expect(stopped('$pad("x", 11)', {}, { textLength: 10 })).toMatchObject({ code: 'L1001' });
    expect(stopped('[1..11]', {}, { listLength: 10 })).toMatchObject({ code: 'D2015' });
    expect(stopped('[1..11]', {}, { resultSize: 50 })).toMatchObject({ code: 'L1004' });
  });
});
