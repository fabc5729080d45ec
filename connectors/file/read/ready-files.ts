import type { BigIntStats } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join, matchesGlob } from 'node:path';
import { failureCode } from '../file-failure.ts';
import { fingerprint } from './fingerprint.ts';

export interface ReadyFile {
  name: string;
  /** As the file was when it was found ready. */
  fingerprint: string;
}

export interface Readiness {
  pattern: string;
  readyWhen: 'stable' | 'marker';
  stableForMs: number;
  markerSuffix: string;
}

interface Seen extends ReadyFile {
  mtimeNs: bigint;
}

/** Parts of files: of browsers, of copying programs, and of our own file.write. */
const partName = /^\.|^~|~$|\.(part|partial|filepart|tmp|temp|crdownload)$/i;

/** How many files are looked at side by side. */
const lookingAtOnce = 32;

/**
 * Finds the files of a folder that are whole. Nothing tells of a file that somebody else still writes, so a file counts as
 * whole when it was found unchanged over a time, or when its sender says so with a marker. Only that is seen which
 * happens while this looks: times in the folder are those of another clock.
 */
export class ReadyFiles {
  readonly #readiness: Readiness;
  /** Since when a file is as it is, by its name. */
  #watched = new Map<string, { fingerprint: string; since: number }>();

  constructor(readiness: Readiness) {
    this.#readiness = readiness;
  }

  /**
   * @param folder path
   * @param now milliseconds of a clock that never goes back
   * @returns those that are whole, the oldest first
   */
  async look(folder: string, now: number): Promise<ReadyFile[]> {
    const { pattern, readyWhen, markerSuffix, stableForMs } = this.#readiness;
    const names = await readdir(folder);
    const byMarker = readyWhen === 'marker';
    const wanted = names.filter(
      name => !partName.test(name) && matchesGlob(name, pattern) && !(byMarker && name.endsWith(markerSuffix)),
    );
    if (byMarker) {
      const markers = new Set(names);
      const marked = await seeAll(
        folder,
        wanted.filter(name => markers.has(name + markerSuffix)),
      );
      return oldestFirst(await keepMarked(folder, marked, markerSuffix));
    }
    const seen = await seeAll(folder, wanted);
    this.#watched = new Map(
      seen.map(file => {
        const before = this.#watched.get(file.name);
        const since = before?.fingerprint === file.fingerprint ? before.since : now;
        return [file.name, { fingerprint: file.fingerprint, since }];
      }),
    );
    return oldestFirst(seen.filter(({ name }) => now - (this.#watched.get(name)?.since ?? now) >= stableForMs));
  }
}

/** A marker that is older than its file belongs to an earlier file of that name. */
async function keepMarked(folder: string, files: Seen[], suffix: string): Promise<Seen[]> {
  const markers = await seeAll(
    folder,
    files.map(({ name }) => name + suffix),
  );
  const times = new Map(markers.map(({ name, mtimeNs }) => [name, mtimeNs]));
  return files.filter(({ name, mtimeNs }) => (times.get(name + suffix) ?? -1n) >= mtimeNs);
}

async function seeAll(folder: string, names: string[]): Promise<Seen[]> {
  const seen: Seen[] = [];
  for (let start = 0; start < names.length; start += lookingAtOnce) {
    const some = names.slice(start, start + lookingAtOnce);
    const found = await Promise.all(some.map(async name => ({ name, stat: await lookAt(join(folder, name)) })));
    for (const { name, stat } of found) {
      // A link is not followed, wherever it leads.
      if (stat?.isFile()) seen.push({ name, fingerprint: fingerprint(stat), mtimeNs: stat.mtimeNs });
    }
  }
  return seen;
}

async function lookAt(path: string): Promise<BigIntStats | undefined> {
  try {
    return await lstat(path, { bigint: true });
  } catch (cause) {
    // Its sender took it away or gave it its final name in the meantime.
    if (failureCode(cause) === 'ENOENT') return undefined;
    throw cause;
  }
}

function oldestFirst(files: Seen[]): ReadyFile[] {
  return files.toSorted((a, b) => {
    if (a.mtimeNs !== b.mtimeNs) return a.mtimeNs < b.mtimeNs ? -1 : 1;
    return a.name < b.name ? -1 : 1;
  });
}
