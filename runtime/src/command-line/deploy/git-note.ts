import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** What `git describe` says of a folder, such as `v1.4-3-gab12cd3-dirty`; undefined when it is in no repository, or there is no git. */
export async function gitDescription(folder: string): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)('git', ['-C', folder, 'describe', '--always', '--dirty', '--tags']);
    return stdout.trim() || undefined;
  } catch {
    // A note is a courtesy: without git the version has none.
    return undefined;
  }
}
