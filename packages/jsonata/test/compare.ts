/**
 * Compares this package with jsonata and prints the differences: `pnpm --filter @lineshaft/jsonata compare` for all, or
 * `compare suite`, `compare everywhere`, `compare random --runs 100000 --seed 7`.
 */
import { parseArgs } from 'node:util';
import { compareEverywhere } from './compare-everywhere.ts';
import { compareRandom } from './compare-random.ts';
import { compareSuite } from './compare-suite.ts';
import { suiteFolder, whySkipped } from './suite.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '20000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const wanted = (name: string) => positionals.length === 0 || positionals.includes(name);

function show(summary: string, differences: Map<string, string>): void {
  for (const [key, details] of differences) process.stdout.write(`${key}\n  ${details}\n`);
  process.stdout.write(`${summary}\n`);
  if (differences.size > 0) process.exitCode = 1;
}

if (suiteFolder === undefined) {
  process.stdout.write(`The suite is ${whySkipped}.\n`);
} else {
  if (wanted('suite')) {
    const { summary, differences, excepted } = await compareSuite(suiteFolder);
    for (const [id, verdict] of excepted) process.stdout.write(`${id}: ${verdict}\n`);
    show(summary, differences);
  }
  if (wanted('everywhere')) {
    const { summary, differences } = await compareEverywhere(suiteFolder);
    show(summary, differences);
  }
}
if (wanted('random')) {
  const { summary, differences } = await compareRandom(Number(values.runs), Number(values.seed));
  show(summary, differences);
}
