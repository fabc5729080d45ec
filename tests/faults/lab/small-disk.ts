import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmdirSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Skipped } from './skipped.ts';

/** A disk of so many megabytes (in memory) that can be filled. */
export class SmallDisk {
  readonly folder: string;

  /** @throws Skipped where mounting is not allowed */
  constructor(megabytes: number) {
    this.folder = mkdtempSync(join(tmpdir(), 'lineshaft-disk-'));
    const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0755`, 'tmpfs', this.folder]);
    if (status === 0) return;
    rmdirSync(this.folder);
    throw new Skipped('a small disk can only be mounted by root');
  }

  /** Leaves no byte. */
  fill(): void {
    const file = openSync(join(this.folder, 'filler'), 'a');
    try {
      for (let size = 1 << 20; size >= 1;) {
        try {
          writeSync(file, Buffer.alloc(size));
        } catch (error) {
          if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
          size >>= 1;
        }
      }
    } finally {
      closeSync(file);
    }
  }

  empty(): void {
    rmSync(join(this.folder, 'filler'), { force: true });
  }

  remove(): void {
    spawnSync('umount', ['-l', this.folder]);
    rmdirSync(this.folder);
  }
}
