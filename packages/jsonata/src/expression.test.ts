import jsonata from 'jsonata';
import { describe, expect, test } from 'vitest';
import { thrownBy } from '../test/thrown-by.ts';
import { checkExpression, compile } from './expression.ts';

const order = {
  poNumber: '4500017',
  lines: [
    { pos: 10, sku: 'M-1', qty: 2, price: 1.5, tags: ['a'], lots: [] },
    { pos: 20, sku: 'M-2', qty: 3, price: 2, tags: [], lots: [[], [1]] },
  ],
  single: [{ sku: 'M-9' }],
  none: [],
  nested: [[], [1, 2], [[]]],
  f: { name: 'not a function' },
};

describe('results', () => {
  test('are those of JSONata, and the input is never written to', async () => {
    const expressions = [
      '$',
      'poNumber',
      'lines.sku',
      'lines[].sku',
      'single.sku[]',
      'single[]',
      'none[]',
      'none{"a": 1}',
      'none.{"a": 1}',
      'nested.{"a": $count($)}',
      'nested[0]',
      'nested[[0..1]]',
      'nested.(${"a": 1})',
      '$ ~> |lines|{"sku": "new"}|',
      '($ ~> |$$|{"poNumber": "new"}|; $$.poNumber)',
      '($l := lines; $ ~> |$l|{"sku": "new"}|; lines.sku)',
      '$map(nested, function($n) { {"n": $count($n)} })',
      'lines{sku: {"qty": qty, "tags": tags[]}}',
      'lines^(>qty).{"sku": sku, "lots": lots.{"n": $}}',
      'lines@$l.tags#$i.{"sku": $l.sku, "i": $i}',
      'lines.lots.{"of": %.sku}',
      'lines[qty > 2].{"sku": sku}',
      '$sum(lines.(qty * price))',
      '$ ~> |lines|{"total": qty * price}, ["tags"]|',
      '$sort(lines, function($a, $b) { $a.qty < $b.qty }).sku',
      '$reverse(lines).sku',
      '$append(none, lines.tags)',
      '$distinct(lines.tags)',
      '$merge(lines.{sku: qty})',
      '$spread(f)',
      '$each(f, function($v, $k) { $k & "=" & $v })',
      '$sift(f, function($v) { $v = "x" })',
      '$zip(lines.sku, lines.qty)',
      '$reduce(lines.qty, function($sum, $q) { $sum + $q }, 0)',
      '$filter(lines, function($l) { $l.qty > 2 })',
      '($f := function($o) { $o.name }; $f(f))',
      '($pick := function($g, $x) { $g($x) }; $pick($uppercase, "x"))',
      '*.sku',
      '**.sku',
      '[lines, none]',
      '{"a": none, "b": nested}',
    ];
    for (const input of [order, [], [[]], [order, []], order.lines]) {
      const frozen = deepFreeze(structuredClone(input));
      for (const text of expressions) {
        const expected: unknown = await jsonata(text)
          .evaluate(structuredClone(input))
          .catch(() => 'failed');
        const actual = attempt(() => compile(text).evaluate(frozen));
        expect(actual, `${text} of ${JSON.stringify(input)}`).toEqual(asJson(expected));
      }
    }
  });

  test('of calling data by mistake is an error that leaves the data as it was', () => {
    for (const text of ['f()', '($g := f; $g(1))', '(function($g) { $g() })(f)']) {
      const input = structuredClone(order);
      expect(thrownBy(() => compile(text).evaluate(input))).toMatchObject({ code: 'T1006' });
      expect(input).toEqual(order);
    }
  });

  test('an own $clone cannot make a transform write to the input', () => {
    const input = { a: { b: 1 } };
    const text = '($clone := function($x) { $x }; $ ~> |a|{"b": 2}|)';
    expect(compile(text).evaluate(input)).toEqual({ a: { b: 2 } });
    expect(input).toEqual({ a: { b: 1 } });
  });

  test('share nothing with the input or the bindings', () => {
    const bindings = { headers: { a: 'b' } };
    const result = compile('{"lines": lines, "headers": $headers}').evaluate(order, { bindings }) as {
      lines: unknown;
      headers: unknown;
    };
    expect(result).toEqual({ lines: order.lines, headers: { a: 'b' } });
    expect(result.lines).not.toBe(order.lines);
    expect(result.headers).not.toBe(bindings.headers);
  });

  test('are ordinary objects and arrays without marks, functions or missing values', () => {
    const result = compile('{"a": lines.sku, "b": single[], "c": $sum, "d": nothing, "e": [$sum]}').evaluate(
      order,
    ) as Record<string, unknown>;
    expect(Object.getPrototypeOf(result)).toBe(Object.prototype);
    expect(Object.keys(result)).toEqual(['a', 'b', 'e']);
    expect(Object.keys(result['a'] as object)).toEqual(['0', '1']);
    expect(Object.keys(result['b'] as object)).toEqual(['0']);
    expect(result['e']).toEqual([null]);
  });

  test('a key __proto__ stays data', () => {
    const input: unknown = JSON.parse('{"a": {"__proto__": {"isAdmin": true}}}');
    for (const text of ['a', '($ ~> |a|{"x": 1}|).a', '{"__proto__": {"isAdmin": true}}']) {
      const result = compile(text).evaluate(input) as { isAdmin?: boolean };
      expect({ text, own: Object.hasOwn(result, '__proto__'), isAdmin: result.isAdmin }).toEqual({ text, own: true });
    }
    const transformed = compile('$ ~> |$|{"__proto__": {"isAdmin": true}}|').evaluate({});
    expect((transformed as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  });

  test('no result is undefined, and so is a function', () => {
    expect(compile('nothing').evaluate(order)).toBeUndefined();
    expect(compile('$sum').evaluate(order)).toBeUndefined();
    expect(compile('nothing').evaluate(undefined)).toBeUndefined();
  });

  test('numbers that JSON cannot hold are refused, not turned into null', () => {
    expect(thrownBy(() => compile('{"share": qty / total}').evaluate({ qty: 1, total: 0 }))).toMatchObject({
      code: 'D1001',
      kind: 'failed',
    });
  });
});

describe('clock, seed and bindings', () => {
  const clock = Date.UTC(2026, 0, 31, 12);

  test('the clock stands still and is the given one', () => {
    const text = '[$now(), $string($millis()), $now("[Y]-[M01]"), $fromMillis($toMillis("13:45", "[H]:[m]"))]';
    expect(compile(text).evaluate(null, { clock })).toEqual([
      '2026-01-31T12:00:00.000Z',
      String(clock),
      '2026-01',
      '2026-01-31T13:45:00.000Z',
    ]);
  });

  test('the same seed gives the same numbers and order, another seed others', () => {
    const draw = (seed: string) =>
      compile('{"r": [1..5].$random(), "s": $shuffle([1..20])}').evaluate(null, { seed }) as {
        r: number[];
        s: number[];
      };
    const first = draw('execution/1');
    expect(draw('execution/1')).toEqual(first);
    expect(draw('execution/2')).not.toEqual(first);
    expect(new Set(first.r).size).toBe(5);
    expect(first.r.every(number => number >= 0 && number < 1)).toBe(true);
    expect(first.s.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  });

  test('evaluations of one expression at the same time keep to their own', async () => {
    const expression = compile(
      '($before := $millis(); $sum([1..200].($ * 2)); {"same": $before = $millis(), "clock": $millis(), "who": $who, "r": $random()})',
    );
    const alone = expression.evaluate(null, { clock: 7, seed: '7', bindings: { who: 'n7' } });
    const results = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        expression.evaluate(null, { clock: index, seed: String(index), bindings: { who: `n${index}` } }),
      ),
    );
    for (const [index, result] of results.entries()) {
      expect(result).toMatchObject({ same: true, clock: index, who: `n${index}` });
    }
    expect(results[7]).toEqual(alone);
  });

  test('functions are no bindings', () => {
    expect(() => compile('$f').evaluate(null, { bindings: { f: () => 1 } })).toThrow('must be data');
  });

  test('without a clock it is now', () => {
    const before = Date.now();
    expect(compile('$millis()').evaluate(null)).toBeGreaterThanOrEqual(before);
  });
});

describe('checkExpression', () => {
  test('accepts what compiles', () => {
    expect(checkExpression('lines[qty > 1].sku')).toBeUndefined();
  });

  test('names functions that do not exist before anything runs', () => {
    expect(checkExpression('a & $upercase(b)')).toMatchObject({ code: 'T1006', kind: 'invalid', column: 5 });
  });

  test('refuses $eval, called or passed on, but not a function of that name of its own', () => {
    expect(checkExpression('$eval("1")')).toMatchObject({ code: 'L1002' });
    expect(checkExpression('$map(["1"], $eval)')).toMatchObject({ code: 'L1002' });
    expect(checkExpression('($eval := function($x) { $x }; $eval(1))')).toBeUndefined();
  });
});

function asJson(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}

function attempt(evaluate: () => unknown): unknown {
  try {
    return evaluate();
  } catch {
    return 'failed';
  }
}
