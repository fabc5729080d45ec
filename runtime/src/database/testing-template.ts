import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LockHeldError, takeLock } from './lock-file.ts';
import { migrate, ourMigrations } from './migrate.ts';
import { readMigrationFiles } from './migration-files.ts';
import { openDatabase } from './open-database.ts';

const quiet = (): void => {};

/** Makes the folder a migrated PGlite: a copy of one that is made once per machine and set of migrations. */
export async function copyTemplate(dataFolder: string): Promise<void> {
  fs.cpSync(await templateFolder(), dataFolder, { recursive: true });
}

async function templateFolder(): Promise<string> {
  const template = path.join(os.tmpdir(), `lineshaft-template-${templateKey()}`);
  for (;;) {
    if (fs.existsSync(template)) {
      // Not one of the old ones that are removed.
      fs.utimesSync(template, new Date(), new Date());
      return template;
    }
    try {
      await makeTemplate(template);
    } catch (error) {
      if (!(error instanceof LockHeldError)) throw error;
      // Another test process is making it.
      await sleep(100);
    }
  }
}

function templateKey(): string {
  // The package exports no package.json; its entry lies in dist/.
  const entry = createRequire(import.meta.url).resolve('@electric-sql/pglite');
  const manifest = fs.readFileSync(path.join(path.dirname(entry), '..', 'package.json'), 'utf8');
  const hash = createHash('sha256').update((JSON.parse(manifest) as { version: string }).version);
  for (const file of readMigrationFiles(ourMigrations)) hash.update(file.name).update(file.sha256);
  return hash.digest('hex').slice(0, 16);
}

async function makeTemplate(template: string): Promise<void> {
  const lock = await takeLock(`${template}.lock`, { announce: quiet, onLost: quiet });
  try {
    if (fs.existsSync(template)) return;
    const unfinished = `${template}.unfinished`;
    fs.rmSync(unfinished, { recursive: true, force: true });
    const database = await openDatabase({ dataFolder: unfinished, announce: quiet });
    await migrate(database, quiet);
    await database.close();
    removeOldTemplates(path.dirname(template));
    fs.renameSync(unfinished, template);
  } finally {
    lock.release();
  }
}

/** Each change of a migration leaves a template behind. */
function removeOldTemplates(folder: string): void {
  const yesterday = Date.now() - 24 * 60 * 60 * 1000;
  for (const name of fs.readdirSync(folder).filter(entry => entry.startsWith('lineshaft-template-'))) {
    const file = path.join(folder, name);
    const stat = fs.statSync(file, { throwIfNoEntry: false });
    if (stat && stat.mtimeMs < yesterday) fs.rmSync(file, { recursive: true, force: true });
  }
}
