import { describe, expect, test } from 'vitest';
import { thrownBy } from '../test/thrown-by.ts';
import { checkExpression, compile } from './expression.ts';
import { ExpressionError } from './expression-error.ts';

function failureOf(text: string, input: unknown = {}): ExpressionError {
  const failure: unknown = thrownBy(() => compile(text).evaluate(input));
  if (!(failure instanceof ExpressionError)) throw new Error(`${text} did not fail: ${String(failure)}`);
  return failure;
}

describe('errors', () => {
  test('show line, column and place of a text that is no expression', () => {
    expect(checkExpression('{\n  "a": 1,\n  "b": \n}')).toMatchObject({
      code: 'S0211',
      kind: 'invalid',
      line: 4,
      column: 1,
      position: 20,
      excerpt: '}\n^',
    });
  });

  test('point at the start of what failed', () => {
    const error = failureOf('{\n\t"id": id,\n\t"net": $round(qty * price)\n}', { qty: 'many', price: 2 });
    expect(error).toMatchObject({ code: 'T2001', kind: 'failed', line: 3, column: 20, token: '*' });
    expect(error.excerpt).toBe('\t"net": $round(qty * price)\n\t                  ^');
    expect(error.message).toBe('Line 3, column 20: The left side of * must be a number; it is text.');
    expect(error.details).toEqual({
      code: 'T2001',
      position: error.position,
      line: 3,
      column: 20,
      excerpt: error.excerpt,
    });
  });

  test('point at the function that refused a value', () => {
    expect(failureOf('"a" & $number(x)', { x: 'secret' })).toMatchObject({ position: 6, token: 'number' });
  });

  test('point into their own expression also when a function is only passed on', () => {
    failureOf('                                        $uppercase(5)');
    expect(failureOf('$map([1], $uppercase)').position).toBe(0);
  });

  test('never quote values', () => {
    const x = 'SECRET-4711';
    const texts = [
      '$number(x)',
      'x > 1',
      'x - 1',
      '-x',
      '{"a": 1}[x] + x',
      '$toMillis(x)',
      '$error("no " & x)',
      '$assert(false, x)',
      '[1, x]^($)',
      '{x: 1, (x): 2}',
      '{[x]: 1}',
      '$uppercase([x])',
      '$sum([x])',
      '$ ~> |$|x|',
      '$decodeUrl("%" & x)',
      '$formatNumber(1, x)',
      '$fromMillis(1, "[" & x)',
      '$fromMillis(1, "[" & x & "]")',
      '$parseInteger("1", x)',
      '$formatInteger(1, x)',
      '$formatBase(1, $length(x) * 4711)',
      '$single([x, x])',
      'x.$lookup(1)',
      '$sqrt(-4711)',
      '$match(x, x)',
      '$replace(x, "S", function() { x })',
    ];
    const leaks = [];
    for (const text of texts) {
      const outcome: unknown = thrownBy(() => compile(text).evaluate({ x }));
      if (!(outcome instanceof ExpressionError)) continue;
      const shown = JSON.stringify([outcome.message, outcome.details, outcome.token, outcome.cause]);
      if (/SECRET|4711/.test(shown.replaceAll(JSON.stringify(text).slice(1, -1), ''))) leaks.push(shown);
    }
    expect(leaks).toEqual([]);
  });

  test('show of the text of $error and $assert what the expression says, and not the data', () => {
    const unit =
      "($unit := function($u) { $u = 'PC' ? 'pieces' : $error('Line ' & no & ' is in ' & $u & ', not in pieces.') }; $unit(u))";
    expect(failureOf(unit, { no: 'SECRET', u: 'KG' }).message).toContain('Line … is in …, not in pieces.');
    expect(failureOf('$assert(a = b, "a is " & a & "!")', { a: 7 }).message).toContain(': a is …!');
    expect(failureOf('$assert(a = b, a)', { a: 'SECRET' }).message).toContain('An $assert of the expression');
    expect(failureOf('$error("Add a supplier")').message).toBe('Line 1, column 1: Add a supplier.');
    expect(failureOf('$error(x)', { x: 'SECRET' }).message).toContain('The expression called $error.');
  });

  test('of a very long line show the part around the place', () => {
    const text = `[${'1, '.repeat(500)}1 2${', 1'.repeat(500)}]`;
    const error = checkExpression(text);
    const [line = '', caret = ''] = error?.excerpt.split('\n') ?? [];
    expect(line.length).toBeLessThanOrEqual(100);
    expect(line.charAt(caret.indexOf('^'))).toBe('2');
  });

  test('expressions nested beyond reading are refused, not fatal', () => {
    expect(checkExpression('('.repeat(50_000))).toMatchObject({ code: 'D1011', kind: 'invalid' });
  });
});
