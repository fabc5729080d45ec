import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { randomExpression, randomInput } from '../test/random-expressions.ts';
import { thrownBy } from '../test/thrown-by.ts';
import { type AstNode, type SyntaxRange, origin } from './ast.ts';
import { childrenOf } from './compiler/scope.ts';
import { compile } from './expression.ts';
import { parse } from './parser/parse.ts';
import { compilePreview } from './preview.ts';

/** What was seen at each of the parts of a text, which must be in it once. */
function seen(text: string, parts: string[], input: unknown) {
  const ranges = parts.map(part => {
    const start = text.indexOf(part);
    expect(start).toBe(text.lastIndexOf(part));
    return { start, end: start + part.length };
  });
  const { result, error, probes } = compilePreview(text, ranges).evaluate(input, { clock: 0, seed: 'x' });
  return { result, error, probes: probes.map(({ count, values, error: fault }) => [count, values, fault?.code]) };
}

describe('a preview', () => {
  const order = { no: 7, lines: [{ sku: 'a', qty: 2 }, { sku: 'b', qty: 3 }, { sku: 'c' }] };

  test('says what every field has, in loops for each item', () => {
    const text = '{ "id": no, "items": lines.{ "key": sku, "double": qty * 2 }, "sum": $sum(lines.qty) }';
    expect(seen(text, ['no', 'sku', 'qty * 2', '$sum(lines.qty)'], order)).toEqual({
      result: { id: 7, items: [{ key: 'a', double: 4 }, { key: 'b', double: 6 }, { key: 'c' }], sum: 5 },
      error: undefined,
      probes: [
        [1, [7], undefined],
        [3, ['a', 'b', 'c'], undefined],
        [3, [4, 6, undefined], undefined],
        [1, [5], undefined],
      ],
    });
  });

  test('keeps the first values of a long loop and counts all', () => {
    const { probes } = seen('[1..1000].($ * 2)', ['$ * 2'], null);
    expect(probes).toEqual([[1000, [2, 4, 6, 8, 10], undefined]]);
  });

  test('goes on after what fails, and says where', () => {
    const text = '{ "bad": no - "x", "good": lines[0].sku, "each": lines.($number(sku)) }';
    const { result, probes } = seen(text, ['no - "x"', 'lines[0].sku', '$number(sku)'], order);
    expect(result).toEqual({ good: 'a' });
    expect(probes).toEqual([
      [1, [], 'T2002'],
      [1, ['a'], undefined],
      [3, [], 'D3030'],
    ]);
  });

  test('says what failed outside of all ranges', () => {
    const { result, error } = seen('{ "a": no, "b": no - "x" }', ['"a"'], order);
    expect(result).toBeUndefined();
    expect(error).toMatchObject({ code: 'T2002', kind: 'failed', column: 20 });
  });

  test('is ended by limits', () => {
    const text = '{ "a": no, "b": ($f := function($x) { 1 + $f($x) }; $f(1)) }';
    const { error, probes } = seen(text, ['no', '1 + $f($x)'], order);
    expect(error).toMatchObject({ code: 'D1011', kind: 'limit' });
    expect(probes[0]).toEqual([1, [7], undefined]);
  });

  test('sees branches, steps, variables, arguments, the ends of functions and the left of ??', () => {
    const text = '($v := no + 1; $f := function($n) { $n > 0 ? $f($n - 1) : $v & "!" }; no > 5 ? missing ?? $f(3) : 0)';
    const parts = ['no + 1', '$f($n - 1)', '$v & "!"', 'missing', '$f(3)', '0)'];
    expect(seen(text, parts, order)).toEqual({
      result: '8!',
      error: undefined,
      probes: [
        [1, [8], undefined],
        [3, ['8!', '8!', '8!'], undefined],
        [1, ['8!'], undefined],
        [1, [undefined], undefined],
        [1, ['8!'], undefined],
        [0, [], undefined],
      ],
    });
    expect(seen('lines.sku', ['lines', 'sku', 'lines.sku'], order).probes).toEqual([
      [1, [order.lines], undefined],
      [3, ['a', 'b', 'c'], undefined],
      [1, [['a', 'b', 'c']], undefined],
    ]);
  });

  test('refuses what compile refuses', () => {
    expect(() => compilePreview('1 +', [])).toThrow(expect.objectContaining({ code: 'S0207', kind: 'invalid' }));
    expect(() => compilePreview('1', []).evaluate(null, { bindings: { f: () => 1 } })).toThrow(TypeError);
  });

  test('gives what the expression gives, whatever has a probe', () => {
    const context = { clock: 0, seed: 'preview' };
    fc.assert(
      fc.property(randomExpression, randomInput, (text, input) => {
        // jsonata filters what stands for the call at the end of a function; a preview filters what the call gives.
        fc.pre(!text.includes('{ ($'));
        const { ast, problems } = parse(text);
        fc.pre(problems.length === 0 && thrownBy(() => compile(text)) === undefined);
        let plain: unknown;
        fc.pre(thrownBy(() => (plain = compile(text).evaluate(input, context))) === undefined);
        const ranges: SyntaxRange[] = [];
        const collect = (node: AstNode): void => {
          if (node[origin] !== undefined) ranges.push(node[origin]);
          childrenOf(node).forEach(collect);
        };
        collect(ast);
        const { result, error } = compilePreview(text, ranges).evaluate(input, context);
        expect(error).toBeUndefined();
        expect(result).toEqual(plain);
      }),
      { numRuns: 1500, seed: 20_260_131 },
    );
  }, 60_000);
});
