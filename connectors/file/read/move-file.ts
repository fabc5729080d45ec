import { lstat, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { failureCode } from '../file-failure.ts';
import { fingerprint } from './fingerprint.ts';

/**
 * A name in the folder that nobody else has: its own, or one with the time in it. An empty file holds it until a file is
 * moved there, as moving a file overwrites without a word.
 * @returns the path
 */
export async function reserveName(folder: string, name: string, now: Date): Promise<string> {
  const short = shortened(name);
  for (let attempt = 0; ; attempt++) {
    const path = join(folder, attempt === 0 ? short : nameAt(short, now, attempt));
    try {
      const handle = await open(path, 'wx');
      await handle.close();
      return path;
    } catch (cause) {
      if (failureCode(cause) !== 'EEXIST') throw cause;
    }
  }
}

/** `orders.csv` → `orders.20260131T120000000Z.csv`, and with `-2` when that is taken too. */
function nameAt(name: string, now: Date, attempt: number): string {
  const ending = extname(name);
  const time = now.toISOString().replaceAll(/[-:.]/g, '');
  return `${basename(name, ending)}.${time}${attempt === 1 ? '' : `-${attempt}`}${ending}`;
}

/** Leaves room, in the 255 bytes that names may have, for the time and for the ending of a note. */
function shortened(name: string): string {
  if (Buffer.byteLength(name) <= 200) return name;
  const ending = extname(name);
  return `${basename(name, ending).slice(0, 50)}${ending.slice(0, 10)}`.toWellFormed();
}

/**
 * Moves the file to a reserved name. A new file that has taken its place meanwhile is put back, for it was not read.
 * @param expected the fingerprint of the file that was read
 * @throws what the file system throws; the reserved name is free again then
 */
export async function moveFile(path: string, expected: string, reserved: string): Promise<void> {
  try {
    await rename(path, reserved);
  } catch (cause) {
    await rm(reserved);
    // Somebody took it away, which is what was to be done.
    if (failureCode(cause) === 'ENOENT') return;
    throw cause;
  }
  if (fingerprint(await lstat(reserved, { bigint: true })) === expected) return;
  await rename(reserved, await reserveName(dirname(path), basename(path), new Date()));
}
