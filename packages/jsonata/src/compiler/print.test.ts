import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { randomExpression } from '../../test/random-expressions.ts';
import { parse } from '../parser/parse.ts';
import { emitModule } from './compile.ts';
import { helpers } from './helpers.ts';
import { libraryWithout } from './library.ts';
import { print } from './print.ts';

function printed(text: string): string | undefined {
  const { ast, problems } = parse(text);
  return problems.length > 0 ? undefined : print(emitModule(ast, libraryWithout(new Set())).module);
}

const words = new Set([
  ...'use strict const let helpers constants isArray Array return function if else for n try catch throw'.split(' '),
  ...'typeof undefined true false null ticks look __proto__'.split(' '),
  ...Object.keys(helpers),
]);

/** What is neither a literal of JSON nor a word, a generated name or a sign that the printer writes. */
function foreignIn(source: string): string[] {
  const rest = source.replaceAll(/"(?:[^"\\\n]|\\["\\/bfnrt]|\\u[\da-f]{4})*"/g, '""');
  const tokens = rest.match(/[\p{L}_$][\p{L}\p{N}_$]*|\d[\d.]*(?:e[+-]?\d+)?|[^\s]/gu) ?? [];
  return tokens.filter(
    token =>
      !words.has(token) && !/^v\d+$/.test(token) && !/^\d/.test(token) && !'{}()[]=<>!&|+-*?:;,."'.includes(token),
  );
}

const hostile = [
  '");process.exit(1);("',
  "');process.exit(1);('",
  '`${process.exit(1)}`',
  '*/process.exit(1)/*',
  '//process.exit(1)\n',
  '\u2028process.exit(1)\u2029',
  '\\");process.exit(1)//',
  '\\u0022);process.exit(1)//',
  '__proto__',
  'constructor',
  '</script>',
  '\ud800',
  '\0',
];

const anyText = fc.oneof(
  fc.constantFrom(...hostile),
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom(...'"\'`\\$/*{}();\n\r\u2028'.split('')), maxLength: 12 }),
);
const quoted = anyText.map(text => JSON.stringify(text));
const name = anyText.map(text => `\`${text.replaceAll('`', '')}\``);
const variable = fc.oneof(
  anyText.map(text => `$${text.replaceAll(/[^\p{L}\p{N}_]/gu, '')}`),
  fc.constantFrom('$__proto__', '$constructor', '$v1', '$helpers', '$constants', '$process', '$evaluation'),
);
const regex = fc.constantFrom('/");process.exit(1);("/', '/`${1}`/i', '/\\/\\*x/m', '/[\\]\\"]/');

/** Shapes of the language with texts, names and variables in all places that take one. */
const hostileExpression = fc
  .tuple(quoted, name, variable, quoted, regex, name, variable)
  .chain(([a, b, c, d, e, f, g]) =>
    fc.constantFrom(
      `{${a}: ${b}, ${d}: ${f}}`,
      `${b}.${f}[${b} = ${a}]^(>${f}).{${a}: ${d}}`,
      `(${c} := ${a}; ${g} := function(${c}) { ${c} & ${d} }; ${g}(${b}))`,
      `${b}@${c}.${f}#${g}.(${c} & ${g} & %.${f})`,
      `$replace(${a}, ${e}, ${d}) & $lookup($, ${a})`,
      `$ ~> |${b}|{${a}: ${d}}, [${d}]|`,
      `${b}{${a} & ${f}: ${d}}`,
      `${f}(${a}, ?)`,
      `(${c}; ${b} ?? ${a} ?: ${d})`,
      `function(${c})<s-:s> { ${c} }(${a})`,
    ),
  );

describe('printed code', () => {
  test('holds nothing of an expression but literals', () => {
    let read = 0;
    fc.assert(
      fc.property(hostileExpression, text => {
        const source = printed(text);
        if (source === undefined) return;
        read++;
        expect(foreignIn(source)).toEqual([]);
      }),
      { numRuns: 3000, seed: 20_260_131 },
    );
    expect(read).toBeGreaterThan(1500);
  }, 60_000);

  test('holds nothing else for random expressions', () => {
    const foreign = (text: string) => foreignIn(printed(text) ?? '');
    fc.assert(
      fc.property(randomExpression, text => {
        expect(foreign(text)).toEqual([]);
      }),
      { numRuns: 2000, seed: 20_260_131 },
    );
    expect(foreign('a.b')).toEqual([]);
  }, 60_000);

  test('is told from what an expression might bring in', () => {
    expect(foreignIn('v1(process)')).toEqual(['process']);
    expect(foreignIn('("\\");process.exit(1)//")')).toEqual([]);
    expect(foreignIn('("");process.exit(1)//")')).toContain('process');
  });
});
