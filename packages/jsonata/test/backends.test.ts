import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultLimits, surroundings } from './engine.ts';
import { engineOfPages, engineUnderTest } from './engine-under-test.ts';
import { describeOutcome, outcomeOf, prepareWith } from './outcome.ts';
import { randomExpression, randomInput } from './random-expressions.ts';
import { readSuite, suiteFolder } from './suite.ts';

async function outcomesOf(text: string, input: unknown, bindings: Record<string, unknown> = {}) {
  const context = { ...surroundings, bindings };
  const [generated, interpreted] = [engineUnderTest, engineOfPages].map(engine =>
    prepareWith(engine, text, defaultLimits),
  );
  return {
    generated: describeOutcome(await outcomeOf(generated as never, input, context)),
    interpreted: describeOutcome(await outcomeOf(interpreted as never, input, context)),
  };
}

describe('closures in the place of generated code', () => {
  test.skipIf(suiteFolder === undefined)(
    'give the same for every case of the suite that ends by itself',
    async () => {
      const different: string[] = [];
      for (const { id, text, input, bindings, limited } of readSuite(suiteFolder as string)) {
        if (limited) continue;
        const { generated, interpreted } = await outcomesOf(text, input, bindings);
        if (generated !== interpreted) different.push(`${id}: ${text}\n${generated}\n${interpreted}`);
      }
      expect(different).toEqual([]);
    },
    120_000,
  );

  test('give the same for random expressions', async () => {
    await fc.assert(
      fc.asyncProperty(randomExpression, randomInput, async (text, input) => {
        const { generated, interpreted } = await outcomesOf(text, input);
        expect(interpreted).toBe(generated);
      }),
      { numRuns: 1500, seed: 20_260_131 },
    );
  }, 120_000);

  test('keep what each turn of a loop has for functions that are made in it', async () => {
    const text = '($fs := [1..3].{"f": function() { $ * 10 }}; $fs.(f()))';
    expect(await outcomesOf(text, null)).toEqual({ generated: '[10,20,30]', interpreted: '[10,20,30]' });
  });
});
