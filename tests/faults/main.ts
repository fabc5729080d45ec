/**
 * The fault matrix: `pnpm faults` for everything, `pnpm faults kill-runtime full-disk` for some,
 * `--database pglite|postgres` for one database, `--scale 0.1` for a tenth of the documents. PostgreSQL is a server of
 * each case's own, or LINESHAFT_TEST_POSTGRES where the case does not disturb the server itself.
 */
import { parseArgs } from 'node:util';
import { cases } from './cases.ts';
import type { DatabaseKind } from './lab/lab.ts';
import { Supplies } from './lab/supplies.ts';
import { openLabs, runCase, type CaseReport } from './run-case.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { database: { type: 'string' }, scale: { type: 'string', default: '1' } },
});
const databases = (['pglite', 'postgres'] as const).filter(
  kind => values.database === undefined || values.database === kind,
);
const scale = Number(values.scale);
const unknown = positionals.filter(name => !Object.hasOwn(cases, name));
if (unknown.length > 0 || databases.length === 0 || !(scale > 0)) {
  process.stderr.write(
    `Usage: faults [case…] [--database pglite|postgres] [--scale 1]\nCases: ${Object.keys(cases).join(', ')}\n`,
  );
  process.exit(2);
}

const supplies = new Supplies();
for (const event of ['SIGINT', 'SIGTERM', 'uncaughtException'] as const) process.once(event, interrupted);
let brokenCases = 0;
try {
  for (const [name, faultCase] of Object.entries(cases)) {
    if (positionals.length > 0 && !positionals.includes(name)) continue;
    process.stdout.write(`\n${name}: ${faultCase.promise}\n`);
    for (const database of databases) {
      const startedAt = performance.now();
      const report = await runCase(faultCase, database, scale, supplies).catch(failed);
      if (report.broken.length > 0) brokenCases++;
      show(database, report, (performance.now() - startedAt) / 1000);
    }
  }
} finally {
  await supplies.remove();
}
process.stdout.write(brokenCases > 0 ? `\n${brokenCases} did not hold.\n` : '\nEvery promise held.\n');
process.exitCode = brokenCases > 0 ? 1 : 0;

function interrupted(reason: unknown): void {
  process.stderr.write(`Interrupted: ${reason instanceof Error ? reason.stack : String(reason)}\n`);
  void Promise.allSettled([...openLabs].map(lab => lab.close()))
    .then(() => supplies.remove())
    .finally(() => process.exit(1));
}

/** A case that breaks down has not shown that its promise holds. */
function failed(error: unknown): CaseReport {
  return { broken: [error instanceof Error ? (error.stack ?? error.message) : String(error)], notes: [] };
}

function show(database: DatabaseKind, { skipped, figures, broken, notes }: CaseReport, seconds: number): void {
  const verdict = skipped === undefined ? (broken.length > 0 ? 'BROKEN' : 'holds') : 'skipped';
  const counted = Object.entries(figures ?? {}).map(([figure, count]) => `${figure} ${count}`);
  const line = [...counted, ...notes, ...(skipped === undefined ? [] : [skipped])].join(', ');
  process.stdout.write(`  ${database.padEnd(8)} ${verdict.padEnd(7)} ${line} (${seconds.toFixed(0)} s)\n`);
  for (const sentence of broken) process.stdout.write(`           ${sentence}\n`);
}
