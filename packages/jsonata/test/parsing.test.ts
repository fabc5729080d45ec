import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareParsing } from './compare-parsing.ts';
import { damagedTexts, noise } from './damaged-texts.ts';
import { randomExpression } from './random-expressions.ts';
import { readSuite, suiteFolder, whySkipped } from './suite.ts';

if (suiteFolder === undefined) process.stdout.write(`The parser on JSONata's own test suite is ${whySkipped}.\n`);

const own = [
  'lines[qty > 0]^(>price, sku).{ "sku": sku, "total": qty * price }',
  '/* totals */ $sum(lines.(qty * price)) ?? 0 & " " & currency',
  'orders@$o.lines@$l[$l.no = $o.no]#$i.{ "order": $o.id, "line": %.%.id, "at": $i }',
  '($fib := function($n)<n:n>{ $n < 2 ? $n : $fib($n - 1) + $fib($n - 2) }; [1..5] ~> $map($fib))',
  '$ ~> |lines[]|{ "open": true }, ["note", `old name`]| ~> $merge(?, { "by": \'us\' })',
  'rows{ key: $sum(value) }.( $lookup($, "a") ?: $match("x/y", /[/](y)\\//i) )',
];

describe('on the same text as the parser of jsonata', () => {
  test.skipIf(suiteFolder === undefined)('gives the same AST or problem for the whole suite', () => {
    const texts = readSuite(suiteFolder as string).map(({ text }) => text);
    expect(texts.length).toBeGreaterThan(1600);
    expect(differences(texts)).toEqual({});
  });

  test('gives the same AST for random expressions', () => {
    expect(firstDifference(randomExpression, 1000)).toBeUndefined();
  });

  test('gives the same first problem for damaged expressions, and keeps their text', () => {
    const whole = suiteFolder === undefined ? own : [...own, ...readSuite(suiteFolder).map(({ text }) => text)];
    const readable = whole.filter(text => text.length < 500);
    expect(firstDifference(damagedTexts(readable), 4000)).toBeUndefined();
  });

  test('gives the same first problem for noise, and keeps its text', () => {
    expect(firstDifference(noise, 4000)).toBeUndefined();
  });
});

/** The smallest text that can be found with a difference, and the difference. */
function firstDifference(texts: fc.Arbitrary<string>, numRuns: number): string | undefined {
  const property = fc.property(texts, text => compareParsing(text) === undefined);
  const { counterexample } = fc.check(property, { seed: 20_260_131, numRuns });
  if (counterexample === null) return undefined;
  const [text] = counterexample;
  return `${JSON.stringify(text)}: ${compareParsing(text)}`;
}

function differences(texts: string[]): Record<string, string> {
  return Object.fromEntries(
    texts.flatMap(text => {
      const difference = compareParsing(text);
      return difference === undefined ? [] : [[text, difference]];
    }),
  );
}
