import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { LineshaftError } from '@lineshaft/flow';
import { describeThisProcess, isRunning } from './lock-holder.ts';
import type { LockHolder } from './lock-holder.ts';

/** Only while the process that took it lives; a process that was killed leaves a file that the next one takes over. */
export interface FileLock {
  release(): void;
}

/** Another living process holds the lock. */
export class LockHeldError extends LineshaftError {
  readonly holder: LockHolder;

  constructor(file: string, holder: LockHolder) {
    super('unavailable', `${file} is held by ${describeHolder(holder)}.`);
    this.holder = holder;
  }
}

/** @example `process 4711 on host press-shop-1, started 2026-11-23T10:00:00.000Z` */
export function describeHolder(holder: LockHolder): string {
  return `process ${holder.pid} on host ${holder.host}, started ${holder.started}`;
}

const beatEveryMs = 1_000;
/** A holder that cannot be looked up (another machine or container) is taken for dead when it missed this many ms. */
const silenceMs = 8 * beatEveryMs;
/** An empty or torn lock file of this age is not one that is just being written. */
const tornAfterMs = 2_000;

export interface TakeLockOptions {
  /** Told when taking the lock needs some seconds. */
  announce: (sentence: string) => void;
  /** Called once when the held file was deleted or replaced by somebody else. */
  onLost: (reason: string) => void;
}

/** Takes the lock file or throws LockHeldError. While held, the file's time is touched every second. */
export async function takeLock(file: string, { announce, onLost }: TakeLockOptions): Promise<FileLock> {
  const text = await writeLock(file, announce);
  const beat = setInterval(() => {
    const reason = touch(file, text);
    if (reason !== undefined) {
      clearInterval(beat);
      onLost(reason);
    }
  }, beatEveryMs);
  beat.unref();
  return {
    release: () => {
      clearInterval(beat);
      removeIfSame(file, text);
    },
  };
}

/** Returns the text written, which no other holder ever writes. */
async function writeLock(file: string, announce: TakeLockOptions['announce']): Promise<string> {
  const mine = JSON.stringify({ ...describeThisProcess(), id: randomUUID() });
  for (;;) {
    if (createExclusively(file, mine)) return mine;
    const found = readLock(file);
    if (found === undefined) continue;
    if (found.holder === undefined) {
      if (Date.now() - found.modifiedMs < tornAfterMs) await sleep(50);
      else await removeStale(file, found, announce);
      continue;
    }
    if (await isAlive(file, found.holder, announce)) throw new LockHeldError(file, found.holder);
    await removeStale(file, found, announce);
  }
}

interface FoundLock {
  text: string;
  modifiedMs: number;
  /** Absent when the text is not a lock: just being written, or torn by a power cut. */
  holder: LockHolder | undefined;
}

function createExclusively(file: string, text: string): boolean {
  try {
    fs.writeFileSync(file, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

function readLock(file: string): FoundLock | undefined {
  try {
    const modifiedMs = fs.statSync(file).mtimeMs;
    const text = fs.readFileSync(file, 'utf8');
    return { text, modifiedMs, holder: parseHolder(text) };
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function parseHolder(text: string): LockHolder | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const holder = value as Partial<LockHolder> | null;
  return typeof holder?.pid === 'number' && typeof holder.host === 'string' ? (holder as LockHolder) : undefined;
}

async function isAlive(file: string, holder: LockHolder, announce: TakeLockOptions['announce']): Promise<boolean> {
  const running = isRunning(holder);
  if (running !== undefined) return running;
  announce(`${file} was left by ${describeHolder(holder)}: watching it for ${silenceMs / 1000} s for a sign of life.`);
  // Its process cannot be looked up from here, so watch for its beat. Times are compared with themselves only: the
  // clock of the other machine may differ.
  const before = readLock(file);
  for (let waited = 0; waited < silenceMs; waited += 250) {
    await sleep(250);
    const now = readLock(file);
    if (now?.text !== before?.text || now?.modifiedMs !== before?.modifiedMs) return true;
  }
  return false;
}

/**
 * Removes a lock whose holder is dead. Two processes may have found the same dead holder, and the slower one must not
 * remove the faster one's new lock: so removing needs a lock of its own, under which the file is looked at again. That
 * lock is taken in the same way, should its own holder have been killed.
 */
async function removeStale(file: string, stale: FoundLock, announce: TakeLockOptions['announce']): Promise<void> {
  const guard = `${file}.takeover`;
  let guardText: string;
  try {
    guardText = await writeLock(guard, announce);
  } catch (error) {
    if (!(error instanceof LockHeldError)) throw error;
    await sleep(50);
    return;
  }
  try {
    const now = readLock(file);
    const same = now?.text === stale.text && (now.holder !== undefined || now.modifiedMs === stale.modifiedMs);
    if (same) fs.unlinkSync(file);
  } finally {
    removeIfSame(guard, guardText);
  }
}

function removeIfSame(file: string, text: string): void {
  if (readLock(file)?.text === text) fs.unlinkSync(file);
}

/** Returns why the lock is lost, if it is. */
function touch(file: string, text: string): string | undefined {
  const found = readLock(file);
  if (found === undefined) return `${file} was deleted`;
  if (found.text !== text) {
    return `${file} was taken over by ${found.holder ? describeHolder(found.holder) : 'another process'}`;
  }
  const now = new Date();
  fs.utimesSync(file, now, now);
  return undefined;
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && (error as NodeJS.ErrnoException).code === code;
}
