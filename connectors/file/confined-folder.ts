import { mkdir, opendir, realpath } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import { TerminalError } from '@lineshaft/flow';
import { failureCode, fileFailure } from './file-failure.ts';
import { folderSegments } from './relative-folder.ts';

/** A folder that nothing leads out of: no `..`, no absolute path, no symbolic link. */
export class ConfinedFolder {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  /**
   * The real path of a folder below this one; `''` is this one itself, which is never made.
   * @throws TerminalError `target-forbidden` when the path leads out of it, LineshaftError when it cannot be reached
   */
  async enter(folder: string, { create = false } = {}): Promise<string> {
    try {
      const root = await realpath(this.#root);
      let reached = root;
      // One by one: a folder is never made behind a link that leads out.
      for (const segment of folderSegments(folder)) {
        const next = join(reached, segment);
        if (create) await makeFolder(next);
        reached = await realpath(next);
        if (!isWithin(root, reached)) throw leadsOut(folder);
      }
      await seeThatIsFolder(reached);
      return reached;
    } catch (cause) {
      throw fileFailure(folder === '' ? 'The folder of the connection' : `The folder ${folder}`, cause);
    }
  }
}

async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (cause) {
    if (failureCode(cause) !== 'EEXIST') throw cause;
  }
}

async function seeThatIsFolder(path: string): Promise<void> {
  await (await opendir(path)).close();
}

function isWithin(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function leadsOut(folder: string): TerminalError {
  return new TerminalError(
    'target-forbidden',
    `The folder ${folder} leads out of the folder of the connection. Name one inside it.`,
  );
}
