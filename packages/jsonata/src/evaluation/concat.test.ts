import jsonata from 'jsonata';
import { describe, expect, it } from 'vitest';
import { thrownBy } from '../../test/thrown-by.ts';
import { compile } from '../expression.ts';

describe('&', () => {
  const input = { a: 'x', n: 0.1 + 0.2, o: { p: [1, 'q', null] }, l: ['a', 'b'], t: true, z: null };

  it.each([
    'a & "y"',
    'missing & a',
    'a & missing',
    'missing & missing',
    'n & "" & n',
    'o & l',
    't & z',
    'l.($ & "!")',
    '(a & "y").$length($)',
    '[a & "y"]',
    '{ a & "k": 1 & 2 }',
    '$map(l, function($v) { $v & $v })',
    '$sum & "f"',
    'l[$ & "" = "b"]',
    '($f := function($v) { $v & "." }; $f(a) & $f(n))',
    '$string(l) & $string(o, true)',
    'l ~> $map($string)',
    '($f := $pad(?, 3); $f(a) & ".")',
  ])('gives for %s what JSONata gives', async text => {
    const plain: unknown = await jsonata(text).evaluate(input);
    expect(JSON.stringify(compile(text).evaluate(input))).toBe(JSON.stringify(plain));
  });

  it('says where it failed', () => {
    const text = '{ "a": a & (1e308 * n * 1e10) }';
    expect(thrownBy(() => compile(text).evaluate(input))).toMatchObject({
      kind: 'failed',
      position: expect.any(Number),
    });
  });
});
