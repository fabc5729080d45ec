import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { link, lstat, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { TerminalError } from '@lineshaft/flow';
import { failureCode } from '../file-failure.ts';

export interface NewFile {
  /** Path of the folder. */
  folder: string;
  name: string;
  bytes: Uint8Array;
  ifExists: 'same-is-success' | 'fail' | 'replace';
}

/**
 * Puts a file into a folder. Nobody sees a part of it: it gets its name after it is safe on disk, and has it safely when
 * this resolves.
 * @throws TerminalError `target-rejected` when another one has the name; what the file system throws
 */
export async function putFile({ folder, name, bytes, ifExists }: NewFile, signal: AbortSignal): Promise<void> {
  const path = join(folder, name);
  // Each attempt has a name of its own: one that was frozen and comes back cannot spoil what another one writes.
  const unfinished = join(folder, `.lineshaft-${randomUUID()}.part`);
  try {
    await writeSafely(unfinished, bytes, signal);
    signal.throwIfAborted();
    if (ifExists === 'replace') await rename(unfinished, path);
    else if (!(await giveName(unfinished, path))) {
      if (ifExists === 'fail' || !(await holds(path, bytes))) throw exists(ifExists);
    }
  } finally {
    await rm(unfinished, { force: true });
  }
  await syncFolder(folder);
}

async function writeSafely(path: string, bytes: Uint8Array, signal: AbortSignal): Promise<void> {
  const handle = await open(path, 'wx');
  try {
    await handle.writeFile(bytes, { signal });
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const noLinks = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);

/** Unlike renaming, linking does not overwrite. False when the name is taken. */
async function giveName(unfinished: string, path: string): Promise<boolean> {
  try {
    await link(unfinished, path);
    return true;
  } catch (cause) {
    const code = failureCode(cause);
    if (code === 'EEXIST') return false;
    if (code === undefined || !noLinks.has(code)) throw cause;
  }
  // A file system without links. Whoever makes a file of this name just now is overwritten.
  if ((await statOf(path)) !== undefined) return false;
  await rename(unfinished, path);
  return true;
}

async function holds(path: string, bytes: Uint8Array): Promise<boolean> {
  const stat = await statOf(path);
  if (stat === undefined || !stat.isFile() || stat.size !== bytes.length) return false;
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest().equals(createHash('sha256').update(bytes).digest());
}

async function statOf(path: string) {
  try {
    return await lstat(path);
  } catch (cause) {
    if (failureCode(cause) === 'ENOENT') return undefined;
    throw cause;
  }
}

/** Makes the name itself safe. Windows cannot, and does not need to. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function exists(ifExists: 'same-is-success' | 'fail'): TerminalError {
  const what = ifExists === 'fail' ? 'A file' : 'A file with other content';
  return new TerminalError(
    'target-rejected',
    `${what} has this name already. Give each message a name of its own, or set what to do if it exists.`,
  );
}
