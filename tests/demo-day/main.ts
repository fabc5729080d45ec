import { freshPglite, freshPostgres } from '../fresh-database.ts';
import { printTable } from './print-table.ts';
import { runDay } from './run-day.ts';

const server = process.env['DATABASE_URL'];
const orders = Number(process.argv[2] ?? 500);
const startedAt = performance.now();
const say = (sentence: string) => process.stdout.write(`${sentence}\n`);
const sayWhen = (sentence: string) =>
  say(`${((performance.now() - startedAt) / 1000).toFixed(0).padStart(4)} s  ${sentence}`);

const database = await (server ? freshPostgres(server) : freshPglite());
try {
  const day = await runDay({
    database,
    orders,
    orderEveryMs: 60,
    pace: {
      acknowledge: { least: 50, most: 500 },
      change: { least: 300, most: 3000 },
      ship: { least: 1000, most: 5000 },
      receive: { least: 500, most: 2000 },
      invoice: { least: 500, most: 2000 },
    },
    outageMs: 15_000,
    quietMs: 8000,
    seed: 1,
    say: sayWhen,
  });
  printTable(day.lines, say);
  say(`On ${database.name}, in ${day.seconds.toFixed(0)} s.`);
  for (const problem of day.problems) say(`IMBALANCE: ${problem}`);
  say(day.problems.length === 0 ? 'The books balance.' : 'The books do not balance.');
  process.exitCode = day.problems.length === 0 ? 0 : 1;
} finally {
  await database.drop();
}
