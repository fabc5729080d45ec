import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { afterEach, expect, test } from 'vitest';
import { openDatabase } from './open-database.ts';
import type { Database } from './open-database.ts';
import { proveDurable, startPGlite } from './start-pglite.ts';
import { SyncedNodeFS } from './synced-node-fs.ts';
import { openTestPGlite } from './testing.ts';
import { startScript } from './testing-process.ts';
import type { ScriptProcess } from './testing-process.ts';

const folders: string[] = [];
const writers: ScriptProcess[] = [];
afterEach(async () => {
  for (const writer of writers.splice(0)) await writer.kill();
  for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true });
});

function emptyFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lineshaft-test-'));
  folders.push(folder);
  return folder;
}

/** A data folder with a migrated database that nobody has open. */
async function closedDatabase(): Promise<string> {
  const { database, dataFolder } = await openTestPGlite();
  await database.close();
  folders.push(dataFolder);
  return dataFolder;
}

function open(dataFolder: string, sentences: string[] = []): Promise<Database> {
  return openDatabase({ dataFolder, announce: sentence => sentences.push(sentence) });
}

/** A process that commits row after row and writes each number after its commit. */
function startWriter(dataFolder: string): ScriptProcess {
  const writer = startScript(`
    import { openDatabase } from ${JSON.stringify(new URL('./open-database.ts', import.meta.url).href)};
    const { pool } = await openDatabase({ dataFolder: ${JSON.stringify(dataFolder)}, announce: () => {} });
    await pool.query('create table written (value int primary key)');
    console.log('open');
    for (let value = 1; ; value += 1) {
      await pool.query({ name: 'write', text: 'insert into written values ($1)', values: [value] });
      console.log(value);
    }`);
  writers.push(writer);
  return writer;
}

test('a commit is written through to the disk before it is answered', async () => {
  const dataFolder = await closedDatabase();
  const started = await startPGlite(path.join(dataFolder, 'pglite'), error => {
    throw error;
  });
  const { pglite } = started;
  await pglite.exec('create table synced (value int)');
  for (let value = 0; value < 5; value += 1) {
    const before = started.walSyncs();
    await pglite.query('insert into synced values ($1)', [value]);
    expect(started.walSyncs()).toBe(before + 1);
  }
  await pglite.close();
});

test('refuses to run when a commit is not seen to reach the disk', async () => {
  const files = new SyncedNodeFS(path.join(await closedDatabase(), 'pglite'), error => {
    throw error;
  });
  // PGlite's own start parameters turn fsync off.
  const pglite = await PGlite.create({ fs: files });
  await expect(proveDurable(pglite, files)).rejects.toThrow('does not write commits through to the disk (fsync = off)');
});

test('what was committed survives kill -9, and the next process opens the folder without help', async () => {
  const dataFolder = await closedDatabase();
  const writer = startWriter(dataFolder);
  await writer.line(line => Number(line) >= 100);
  await writer.kill();
  const acknowledged = writer.lines.length - 1;
  const database = await open(dataFolder);
  const { rows } = await database.pool.query('select count(*), max(value) from written');
  const survived = (rows as { count: number; max: number }[])[0];
  await database.close();
  expect(survived?.count).toBe(survived?.max);
  expect(survived?.count).toBeGreaterThanOrEqual(acknowledged);
});

test('a second process is told who has the database, and what to do', async () => {
  const dataFolder = await closedDatabase();
  const writer = startWriter(dataFolder);
  await writer.line(line => line === 'open');
  await expect(open(dataFolder)).rejects.toThrow(
    new RegExp(`is in use by process ${writer.pid} on host ${os.hostname()}, started 2.*LINESHAFT_DATA.*DATABASE_URL`),
  );
  const goesOn = writer.lines.length + 10;
  await writer.line(line => Number(line) >= goesOn);
});

test('the same process cannot open it twice, but again after closing', async () => {
  const dataFolder = await closedDatabase();
  const database = await open(dataFolder);
  await expect(open(dataFolder)).rejects.toThrow(`is in use by process ${process.pid}`);
  await database.close();
  await (await open(dataFolder)).close();
});

test('a first start says what it is doing; one that was killed meanwhile starts again', async () => {
  const dataFolder = emptyFolder();
  // As left by a process that was killed while it made the database.
  fs.mkdirSync(path.join(dataFolder, 'pglite'));
  fs.writeFileSync(path.join(dataFolder, 'pglite', 'PG_VERSION'), '18\n');
  fs.writeFileSync(path.join(dataFolder, 'pglite.unfinished'), '');
  const sentences: string[] = [];
  const database = await open(dataFolder, sentences);
  expect(await databaseNames(database)).toEqual(['postgres']);
  await database.close();
  expect(sentences).toEqual([
    `Creating the database in ${dataFolder}/pglite (a few seconds, once).`,
    expect.stringMatching(/^The database is ready after \d+\.\d s\.$/),
  ]);
  const again = await open(dataFolder, sentences);
  await again.close();
  expect(sentences).toHaveLength(2);
});

async function databaseNames(database: Database): Promise<string[]> {
  const { rows } = await database.pool.query<{ datname: string }>('select datname from pg_database');
  return rows.map(row => row.datname);
}

test('a folder of another PostgreSQL version is refused and not touched', async () => {
  const dataFolder = await closedDatabase();
  fs.writeFileSync(path.join(dataFolder, 'pglite', 'PG_VERSION'), '17\n');
  await expect(open(dataFolder)).rejects.toThrow('was made by PostgreSQL 17; this release embeds PostgreSQL 18');
});

test('a folder with other files in it is refused and not touched', async () => {
  const dataFolder = emptyFolder();
  fs.mkdirSync(path.join(dataFolder, 'pglite'));
  fs.writeFileSync(path.join(dataFolder, 'pglite', 'thesis.txt'), 'x');
  await expect(open(dataFolder)).rejects.toThrow('holds files but no database');
  expect(fs.readdirSync(path.join(dataFolder, 'pglite'))).toEqual(['thesis.txt']);
});

test('a crash of PostgreSQL is told once, fails every query, and loses no commit', async () => {
  const dataFolder = await closedDatabase();
  const sentences: string[] = [];
  let told: (error: Error) => void = () => {};
  const fatal = new Promise<Error>(resolve => {
    told = resolve;
  });
  const announce = (sentence: string): unknown => sentences.push(sentence);
  const database = await openDatabase({ dataFolder, announce, onFatal: error => told(error) });
  await database.pool.query('create table kept (value int)');
  await database.pool.query('insert into kept values (1)');
  // Nested deeper than the stack of the thread.
  const crash = database.pool.query(`select repeat('[', 2000000)::json`);
  await expect(crash).rejects.toThrow('The embedded database stopped.');
  expect((await fatal).message).toMatch(/stopped: PGlite crashed.*Restart this process\.$/);
  await expect(database.pool.query('select 1')).rejects.toThrow('The embedded database stopped.');
  await database.close();
  expect(sentences).toHaveLength(1);
  const again = await open(dataFolder);
  expect((await again.pool.query('select * from kept')).rows).toEqual([{ value: 1 }]);
  await again.close();
});

test('maintenance removes dead rows and shortens the write-ahead log', async () => {
  const dataFolder = await closedDatabase();
  const database = await open(dataFolder);
  const { pool } = database;
  await pool.query(
    'create table churn as select value, repeat(md5(value::text), 30) as text from generate_series(1, 20000) value',
  );
  await pool.query(`update churn set text = text || 'x'`);
  await pool.query('delete from churn where value % 10 > 0');
  const size = `select pg_relation_size('churn') as size`;
  const before = (await pool.query<{ size: number }>(size)).rows[0]?.size ?? 0;
  await database.maintain();
  await pool.query(`insert into churn select value, repeat(md5(value::text), 30) from generate_series(1, 18000) value`);
  const after = (await pool.query<{ size: number }>(size)).rows[0]?.size ?? 0;
  expect(after).toBeLessThanOrEqual(before);
  const { rows } = await pool.query<{ bytes: number }>(
    `select (pg_current_wal_lsn() - redo_lsn)::int8 as bytes from pg_control_checkpoint()`,
  );
  expect(rows[0]?.bytes).toBeLessThan(40_000_000);
  await database.close();
});

test('maintenance goes on when a table is dropped meanwhile', async () => {
  const database = await open(await closedDatabase());
  const { pool } = database;
  await pool.query('create table aa_first as select generate_series(1, 5000) as value');
  await pool.query('create table zz_dropped as select generate_series(1, 5000) as value');
  const maintaining = database.maintain();
  await pool.query('drop table zz_dropped');
  await expect(maintaining).resolves.toBeUndefined();
  await database.close();
});
