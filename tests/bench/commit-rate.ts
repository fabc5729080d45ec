/**
 * The database's own commit rate: one 2 KB row a commit, as many at once as the runtime has connections. Opens the
 * database as the runtime does. Prints commits per second.
 */
import { openDatabase } from '@lineshaft/runtime/database';

const seconds = 3;
const database = await openDatabase({
  ...(process.env['DATABASE_URL'] ? { databaseUrl: process.env['DATABASE_URL'] } : {}),
  dataFolder: process.env['LINESHAFT_DATA'] ?? '',
  announce: () => {},
});
await database.pool.query(
  'create table commit_rate (id bigint generated always as identity primary key, body bytea not null)',
);
const body = Buffer.alloc(2048, 'x');
let commits = 0;
const startedAt = performance.now();
await Promise.all(
  Array.from({ length: 10 }, async () => {
    while (performance.now() - startedAt < seconds * 1000) {
      await database.pool.query({ name: 'one', text: 'insert into commit_rate (body) values ($1)', values: [body] });
      commits++;
    }
  }),
);
process.stdout.write(`${Math.round(commits / ((performance.now() - startedAt) / 1000))}\n`);
await database.close();
