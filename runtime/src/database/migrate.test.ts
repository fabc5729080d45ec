import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { migrate } from './migrate.ts';
import { describeOnEachDatabase } from './testing.ts';

describeOnEachDatabase('migrate', database => {
  let folder: string;
  beforeAll(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lineshaft-migrations-'));
  });
  afterAll(() => fs.rmSync(folder, { recursive: true }));

  beforeEach(async () => {
    await database().pool.query('drop schema public cascade; create schema public');
    for (const name of fs.readdirSync(folder)) fs.unlinkSync(path.join(folder, name));
    write('0001-first.sql', 'create table first (id int);\ninsert into first values (1);');
    write('0002-second.sql', 'alter table first add second text;');
  });

  const write = (name: string, sql: string): void => fs.writeFileSync(path.join(folder, name), sql);
  const remove = (name: string): void => fs.unlinkSync(path.join(folder, name));
  const run = async (): Promise<string[]> => {
    const sentences: string[] = [];
    await migrate(database(), sentence => sentences.push(sentence), pathToFileURL(`${folder}/`));
    return sentences;
  };
  const applied = async (): Promise<string[]> => {
    const { rows } = await database().pool.query<{ name: string }>('select name from migration order by name');
    return rows.map(row => row.name);
  };

  test('applies the files in order, once, and records them', async () => {
    expect(await run()).toEqual(['Applying the migration 0001-first.sql.', 'Applying the migration 0002-second.sql.']);
    expect(await run()).toEqual([]);
    write('0003-third.sql', 'create table third (id int);');
    expect(await run()).toEqual(['Applying the migration 0003-third.sql.']);
    expect((await database().pool.query('select * from first')).rows).toEqual([{ id: 1, second: null }]);
    const { rows } = await database().pool.query('select * from migration where name = $1', ['0003-third.sql']);
    expect(rows).toEqual([
      { name: '0003-third.sql', sha256: expect.stringMatching(/^[0-9a-f]{64}$/), applied_at: expect.any(Date) },
    ]);
  });

  test('line ends of Windows are the same migration', async () => {
    await run();
    write('0001-first.sql', 'create table first (id int);\r\ninsert into first values (1);');
    expect(await run()).toEqual([]);
  });

  test('a file that fails leaves nothing of itself, keeps those before it, and is named with its line', async () => {
    write('0003-third.sql', 'create table third (id int);\n-- Kommentar: Prüfung\ninsert into nowhere values (1);');
    await expect(run()).rejects.toThrow(
      'The migration 0003-third.sql, line 3 failed: relation "nowhere" does not exist. Nothing of it was applied.',
    );
    expect(await applied()).toEqual(['0001-first.sql', '0002-second.sql']);
    const { rows } = await database().pool.query(`select to_regclass('third') as third`);
    expect(rows).toEqual([{ third: null }]);
    write('0003-third.sql', 'create table third (id int);');
    expect(await run()).toHaveLength(1);
  });

  test('a file that was changed after it was applied is refused', async () => {
    await run();
    write('0001-first.sql', 'create table first (id bigint);');
    await expect(run()).rejects.toThrow('The migration 0001-first.sql was changed after it was applied.');
  });

  test('an applied file that is gone is refused', async () => {
    await run();
    remove('0001-first.sql');
    await expect(run()).rejects.toThrow('The migration 0001-first.sql was applied and its file is gone.');
  });

  test('a file that was slipped in before applied ones is refused', async () => {
    remove('0001-first.sql');
    write('0002-second.sql', 'create table first (id int);');
    await run();
    write('0001-first.sql', 'select 1;');
    await expect(run()).rejects.toThrow('The migration 0001-first.sql comes before 0002-second.sql, which is applied');
  });

  test('a database that is newer than the files is refused', async () => {
    await run();
    remove('0002-second.sql');
    await expect(run()).rejects.toThrow('The database has the migration 0002-second.sql, and this release knows none');
  });

  test('a file that commits by itself is refused', async () => {
    write('0003-third.sql', 'create table third (id int); commit;');
    await expect(run()).rejects.toThrow('The migration 0003-third.sql ends its transaction.');
    expect(await applied()).toEqual(['0001-first.sql', '0002-second.sql']);
  });

  test.each(['3-third.sql', '0003_third.sql', '0002-twice.sql'])('the name %s is refused', async name => {
    write(name, 'select 1;');
    await expect(run()).rejects.toThrow(name);
  });

  test('many that start at once apply each file once', async () => {
    write('0003-third.sql', 'create table third (id int); insert into third select 3 from pg_sleep(0.2);');
    const sentences = await Promise.all(Array.from({ length: 8 }, run));
    expect(sentences.flat().sort()).toEqual([
      'Applying the migration 0001-first.sql.',
      'Applying the migration 0002-second.sql.',
      'Applying the migration 0003-third.sql.',
    ]);
    expect((await database().pool.query('select count(*) from third')).rows).toEqual([{ count: 1 }]);
  });
});
