/**
 * Measures the runtime on both databases: `pnpm bench` for everything, `pnpm bench throughput` for one
 * (cost, kill, start, size, fairness, overload, large, executions, designer, mappings).
 * BENCH_POSTGRES names a PostgreSQL server where databases may be made; BENCH_SECONDS how long a load lasts.
 */
import { emptyPglite, type FreshDatabase, freshPglite, freshPostgres } from '../fresh-database.ts';
import { measureDesigner } from './designer.ts';
import { measureExecutions } from './executions.ts';
import { measureFairness } from './fairness.ts';
import { killUnderLoad } from './kill.ts';
import { measureCompiling, measureMappings, measureShare, mediansOf } from './mappings.ts';
import { measureLarge, measureOverload } from './overload.ts';
import { Sink } from './sink.ts';
import { measureSize } from './size.ts';
import { measureStart } from './start.ts';
import { measureCommitRate, measureCost, measureThroughput } from './throughput.ts';

const asked = new Set(process.argv.slice(2));
const wanted = (name: string) => asked.size === 0 || asked.has(name);
const seconds = Number(process.env['BENCH_SECONDS'] ?? 8);
const server = process.env['BENCH_POSTGRES'];
const sink = new Sink();
await sink.open();

if (wanted('mappings')) {
  const rows = await measureMappings();
  show('mappings: microseconds', rows);
  show('medians', [mediansOf(rows)]);
  show('mappings: microseconds before the first result, and memory', await measureCompiling());
  const share = await measureShare();
  if (share) show('what compiles', [share]);
}
if (!server)
  process.stdout.write('PostgreSQL is left out: set BENCH_POSTGRES to a server where databases may be made.\n');
for (const fresh of [
  ...(server && !asked.has('pglite') ? [() => freshPostgres(server)] : []),
  ...(asked.has('postgres') ? [] : [freshPglite]),
])
  await measure(fresh);
await sink.close();

async function measure(fresh: () => Promise<FreshDatabase>): Promise<void> {
  if (wanted('throughput')) {
    await onDatabase(fresh, async database =>
      show('commits per second, one row each', [
        { database: database.name, perSecond: await measureCommitRate(database) },
      ]),
    );
    await onDatabase(fresh, async database =>
      show('accept, map, POST: 32 connections; milliseconds at 50/s', await measureThroughput(database, sink, seconds)),
    );
  }
  if (wanted('cost')) {
    await onDatabase(fresh, async database => {
      const cost = await measureCost(database, sink, seconds);
      if (cost) show('cost of a 2 KB message', [cost]);
    });
  }
  if (wanted('kill')) {
    for (const state of ['up', 'down'] as const) {
      await onDatabase(fresh, async database =>
        show(`kill -9 under load, sink ${state}`, [await killUnderLoad(database, sink, state, 10)]),
      );
    }
  }
  if (wanted('executions'))
    await onDatabase(fresh, async database => show('looks at 100,000 executions', await measureExecutions(database)));
  if (wanted('designer'))
    await onDatabase(fresh, async database => show('the designer in a browser', await measureDesigner(database)));
  if (wanted('start'))
    await onDatabase(fresh === freshPglite ? emptyPglite : fresh, async database =>
      show('start and memory', [await measureStart(database, sink)]),
    );
  if (wanted('size'))
    await onDatabase(fresh, async database =>
      show('MB for 100,000 messages of 2 KB', [await measureSize(database, sink, seconds)]),
    );
  if (wanted('fairness'))
    await onDatabase(fresh, async database =>
      show('a partner that sends 20/s while another floods; milliseconds', [
        await measureFairness(database, sink, seconds),
      ]),
    );
  if (wanted('overload'))
    await onDatabase(fresh, async database =>
      show('overload', [await measureOverload(database, sink, Number(process.env['BENCH_OVERLOAD_SECONDS'] ?? 60))]),
    );
  if (wanted('large'))
    await onDatabase(fresh, async database => show('one large message', await measureLarge(database, sink)));
}

async function onDatabase(
  fresh: () => Promise<FreshDatabase>,
  work: (database: FreshDatabase) => Promise<void>,
): Promise<void> {
  const database = await fresh();
  try {
    await work(database);
  } finally {
    await database.drop();
  }
}

function show(title: string, rows: object[]): void {
  process.stdout.write(`\n${title}\n`);
  console.table(rows);
}
