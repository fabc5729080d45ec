import { constants } from 'node:fs';
import { access, readdir, stat } from 'node:fs/promises';
import { implementConnection, LineshaftError } from '@lineshaft/flow';
import { ConfinedFolder } from '../confined-folder.ts';
import { fileFailure } from '../file-failure.ts';
import { folderConnectionManifest } from './manifest.ts';

export const folderConnection = implementConnection({
  manifest: folderConnectionManifest,
  open: ({ values }) => new ConfinedFolder(values.path),
  // Nothing is kept open between files.
  close: async () => {},
  async test({ values: { path } }, step) {
    const found = await step('Find the folder', async () => asked(stat(path)));
    await step('See that it is a folder', async () => {
      if (!found.isDirectory()) throw new LineshaftError('target-failed', 'The path leads to a file, not to a folder.');
    });
    await step('List it', async () => void (await asked(readdir(path))));
    await step('May write in it', async () => asked(access(path, constants.W_OK | constants.X_OK)));
  },
});

async function asked<Result>(question: Promise<Result>): Promise<Result> {
  try {
    return await question;
  } catch (cause) {
    throw fileFailure('The folder of the connection', cause);
  }
}
