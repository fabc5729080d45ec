import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RuntimeProcess } from '../../runtime-process.ts';

/** What is made once for many cases: making an embedded database takes seconds, a copy of it does not. */
export class Supplies {
  #template: Promise<string> | undefined;

  /** A data folder of its own with a migrated embedded database, in `parent`. */
  async pgliteFolder(parent = tmpdir()): Promise<string> {
    const template = await (this.#template ??= makeTemplate());
    const folder = mkdtempSync(join(parent, 'lineshaft-faults-'));
    cpSync(template, folder, { recursive: true });
    return folder;
  }

  async remove(): Promise<void> {
    if (this.#template) rmSync(await this.#template, { recursive: true, force: true });
  }
}

async function makeTemplate(): Promise<string> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'lineshaft-template-'));
  try {
    const runtime = await RuntimeProcess.start({ dataFolder });
    await runtime.kill();
  } catch (error) {
    rmSync(dataFolder, { recursive: true, force: true });
    throw error;
  }
  return dataFolder;
}
