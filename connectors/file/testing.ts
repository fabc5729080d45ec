import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { ConfinedFolder } from './confined-folder.ts';

/** A new folder that goes with the test, and a connection to it. */
export function testFolder() {
  const path = mkdtempSync(join(tmpdir(), 'lineshaft-file-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  const client = new ConfinedFolder(path);
  return {
    path,
    connect: (() => client) as () => never,
    /** Names of the files in a folder below it, hidden ones too. */
    files: (folder = '') =>
      readdirSync(join(path, folder), { withFileTypes: true })
        .filter(entry => entry.isFile())
        .map(({ name }) => name)
        .toSorted(),
  };
}
