import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Skipped } from './skipped.ts';

/** System calls of the processes under test that fail or lie on a switch: see fault-shim.c. */
export class FaultShim {
  readonly #folder: string;

  /** @throws Skipped where there is no C compiler, or no LD_PRELOAD */
  constructor() {
    if (process.platform !== 'linux') throw new Skipped('system calls are only made to fail on Linux');
    this.#folder = mkdtempSync(join(tmpdir(), 'lineshaft-shim-'));
    // The server of PostgreSQL runs as another user.
    chmodSync(this.#folder, 0o755);
    const source = fileURLToPath(new URL('fault-shim.c', import.meta.url));
    const args = ['-shared', '-fPIC', '-O2', '-o', this.#library, source, '-ldl'];
    const { status, stderr } = spawnSync('gcc', args, { encoding: 'utf8' });
    if (status === 0) return;
    this.remove();
    if (status === null) throw new Skipped('there is no gcc to compile the shim with');
    throw new Error(stderr);
  }

  /** For the process that is to be disturbed. */
  get environment(): Record<string, string> {
    return { LD_PRELOAD: this.#library, FAULT_SWITCHES: this.#folder };
  }

  failSyncs(fail: boolean): void {
    const path = join(this.#folder, 'fsync-fails');
    if (fail) writeFileSync(path, '');
    else rmSync(path, { force: true });
  }

  /** Seconds that the wall clock is off. */
  stepClock(seconds: number): void {
    writeFileSync(join(this.#folder, 'clock-step'), String(seconds));
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  get #library(): string {
    return join(this.#folder, 'fault-shim.so');
  }
}
