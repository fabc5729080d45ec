import { beforeAll, describe, expect, test } from 'vitest';
import { type EverywhereReport, compareEverywhere } from './compare-everywhere.ts';
import { type SuiteReport, compareSuite } from './compare-suite.ts';
import { knownDifferences } from './known-differences.ts';
import { suiteFolder, whySkipped } from './suite.ts';

if (suiteFolder === undefined) process.stdout.write(`JSONata's own test suite is ${whySkipped}.\n`);

describe.skipIf(suiteFolder === undefined)("JSONata's own test suite (LINESHAFT_SAMPLES)", () => {
  let suite: SuiteReport;
  let everywhere: EverywhereReport;

  beforeAll(async () => {
    const folder = suiteFolder as string;
    suite = await compareSuite(folder);
    everywhere = await compareEverywhere(folder);
    process.stdout.write(`${suite.summary}\n${everywhere.summary}\n`);
  }, 600_000);

  test('gives what jsonata gives: the same values, or the same codes, positions and tokens', () => {
    expect(withoutKnown(suite.differences)).toEqual({});
  });

  test('is held against us but for $eval and for cases that a limit ends', () => {
    const others = [...suite.excepted].filter(
      ([id, verdict]) => !(verdict === 'refused' && id.startsWith('function-eval/')) && verdict !== 'guarded',
    );
    expect(others).toEqual([]);
    expect(suite.excepted.size).toBeLessThan(20);
  });

  test('has expressions that give what jsonata gives on every dataset and on odd inputs', () => {
    expect(withoutKnown(everywhere.differences)).toEqual({});
  });

  test('holds no difference for known that is gone', () => {
    const gone = Object.keys(knownDifferences).filter(
      id => !suite.differences.has(id) && !everywhere.differences.has(id),
    );
    expect(gone).toEqual([]);
  });
});

function withoutKnown(differences: Map<string, string>): Record<string, string> {
  return Object.fromEntries([...differences].filter(([key]) => !Object.hasOwn(knownDifferences, key)));
}
