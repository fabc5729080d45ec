import { lstat, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { failureCode } from '../file-failure.ts';
import { fingerprint } from './fingerprint.ts';

/** A name that this process alone may give to a file. */
export interface ReservedName {
  path: string;
  release(): Promise<void>;
}

/**
 * A name in the folder that no file has: its own, or one with the time in it. Moving a file overwrites without a word, so
 * a hidden file beside it keeps others from the name until it is released. After a crash it may be left over, and then
 * keeps its name free for good: the next file gets another one.
 */
export async function reserveName(folder: string, name: string, now: Date): Promise<ReservedName> {
  const short = shortened(name);
  for (let attempt = 0; ; attempt++) {
    const free = attempt === 0 ? short : nameAt(short, now, attempt);
    const path = join(folder, free);
    const reservation = join(folder, `.${free}.reserved`);
    if (!(await makeNew(reservation))) continue;
    const release = async () => rm(reservation, { force: true });
    if (!(await exists(path))) return { path, release };
    await release();
  }
}

async function makeNew(path: string): Promise<boolean> {
  try {
    await (await open(path, 'wx')).close();
    return true;
  } catch (cause) {
    if (failureCode(cause) === 'EEXIST') return false;
    throw cause;
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (cause) {
    if (failureCode(cause) === 'ENOENT') return false;
    throw cause;
  }
}

/** `orders.csv` → `orders.20260131T120000000Z.csv`, and with `-2` when that is taken too. */
function nameAt(name: string, now: Date, attempt: number): string {
  const ending = extname(name);
  const time = now.toISOString().replaceAll(/[-:.]/g, '');
  return `${basename(name, ending)}.${time}${attempt === 1 ? '' : `-${attempt}`}${ending}`;
}

/** Leaves room, in the 255 bytes that names may have, for the time and the endings of notes and reservations. */
function shortened(name: string): string {
  if (Buffer.byteLength(name) <= 200) return name;
  const ending = extname(name);
  return `${basename(name, ending).slice(0, 50)}${ending.slice(0, 10)}`.toWellFormed();
}

/**
 * Moves the file to a reserved name, and releases it. A new file that has taken its place meanwhile is put back, for it was
 * not read.
 * @param expected the fingerprint of the file that was read
 */
export async function moveFile(path: string, expected: string, reserved: ReservedName): Promise<void> {
  try {
    await rename(path, reserved.path);
    if (fingerprint(await lstat(reserved.path, { bigint: true })) === expected) return;
    const back = await reserveName(dirname(path), basename(path), new Date());
    await rename(reserved.path, back.path);
    await back.release();
  } catch (cause) {
    // Somebody took it away, which is what was to be done.
    if (failureCode(cause) !== 'ENOENT') throw cause;
  } finally {
    await reserved.release();
  }
}
