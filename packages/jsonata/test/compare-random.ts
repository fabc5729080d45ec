import fc from 'fast-check';
import type { EverywhereReport } from './compare-everywhere.ts';
import { Comparison, type Verdict, tally } from './comparison.ts';
import { randomExpression, randomInput } from './random-expressions.ts';

const limits = { timeoutMs: 500, depth: 5_000 };

/** Random expressions on random inputs; the first difference is shrunk to a small one. The same seed, the same run. */
export async function compareRandom(runs: number, seed: number): Promise<EverywhereReport> {
  const verdicts: Verdict[] = [];
  let values = 0;
  const result = await fc.check(
    fc.asyncProperty(randomExpression, randomInput, async (text, input) => {
      const { verdict, details, reference } = await new Comparison(text, {}, limits).on(input);
      verdicts.push(verdict);
      if (reference.kind === 'value' && reference.value !== undefined) values++;
      if (verdict === 'different') throw new Error(details);
    }),
    { numRuns: runs, seed },
  );
  const differences = new Map<string, string>();
  if (result.failed && result.counterexample !== null) {
    const [text, input] = result.counterexample;
    const cause = result.errorInstance instanceof Error ? result.errorInstance.message : 'no message';
    differences.set(`${text} @ ${JSON.stringify(input)}`, `${cause}\n  (path ${result.counterexamplePath})`);
  }
  const share = Math.round((100 * values) / Math.max(verdicts.length, 1));
  return { differences, summary: `random, seed ${seed}: ${tally(verdicts)}; ${share} % had a result` };
}
