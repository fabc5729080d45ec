import { describe, expect, test } from 'vitest';
import { compile } from './expression.ts';
import { LinearRegex } from './linear-regex.ts';

const texts = ['Hello World 12-34 äöü', 'a\u00a0b\u000bc\ufeff', 'x\r\ny\nz', '', 'aaa', 'A_b-c [1.234,56] €/x'];

const patterns = [
  /\s+/, /\S+/, /[\s,]+/, /[^\s,]+/, /[^\S,]+/, /[\d\-\s]+/, /^\w+/m, /^l/i, /$/, /.+/, /./, /(\d+)-(\d+)/,
  /(a)|(b)/, /\bb\b/, /[/]/, /\//, /\u00e4/, /\x41/, /(?<n>\d)/, /[\w.-]+/, /\d{2,}/, /a*?/, /a*/, /\t|\n/, /[\b]/,
  /\$|\./, /[[.\]]+/, /x{1}/, /[a-z]+/i,
]; // prettier-ignore

describe('regular expressions', () => {
  test('match as those of JavaScript do', () => {
    for (const pattern of patterns) {
      for (const text of texts) {
        const native = matches(new RegExp(pattern.source, `${pattern.flags}g`), text);
        expect(matches(new LinearRegex(pattern), text), `${pattern} on ${JSON.stringify(text)}`).toEqual(native);
      }
    }
  });

  test('take an emoji for one character', () => {
    expect(matches(new LinearRegex(/./), 'a😀')).toEqual([
      [0, ['a']],
      [1, ['😀']],
    ]);
  });

  test('work in $match, $replace, $split and $contains', () => {
    const input = { text: 'AB-12, CD-345' };
    const text = `{
      "match": $match(text, /([A-Z]+)-(\\d+)/).groups,
      "replace": $replace(text, /([A-Z]+)-(\\d+)/, "$2$1"),
      "split": $split(text, /,\\s*/),
      "contains": $contains(text, /cd/i),
      "next": $match("aXbX", /x/i).index
    }`;
    expect(compile(text).evaluate(input)).toEqual({
      match: ['AB', '12', 'CD', '345'],
      replace: '12AB, 345CD',
      split: ['AB-12', 'CD-345'],
      contains: true,
      next: [1, 3],
    });
  });

  test.each(['/(?=a)b/', '/(a)\\1/', '/(?<!a)b/'])('%s is refused with its place', pattern => {
    expect(() => compile(`$match(x, ${pattern})`)).toThrow(expect.objectContaining({ code: 'L1003', column: 11 }));
  });
});

function matches(
  regex: { lastIndex: number; exec(text: string): ({ index: number } & ArrayLike<unknown>) | null },
  text: string,
) {
  const found: unknown[] = [];
  for (let match = regex.exec(text); match !== null; match = regex.exec(text)) {
    found.push([match.index, Array.from(match)]);
    if (match[0] === '') regex.lastIndex++;
  }
  return found;
}
