import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { kekBytes, KeyRing } from './key-ring.ts';

export interface KeySettings {
  /** Undefined: from `file`, or from the data folder. */
  key: Buffer | undefined;
  file: string | undefined;
  previous: Buffer | undefined;
}

/**
 * The keys that secrets are encrypted with. When none is set, one is made once and kept in the data folder.
 * @throws Error with a sentence that says what to do when the key file is missing, unreadable or not a key
 */
export function loadKeys(
  { key, file, previous }: KeySettings,
  dataFolder: string,
  announce: (sentence: string) => void,
): KeyRing {
  if (key) return new KeyRing(key, previous);
  if (file !== undefined) return new KeyRing(readKey(file), previous);
  const ours = path.resolve(dataFolder, 'kek');
  if (!fs.existsSync(ours) && makeKeyFile(ours)) {
    announce(
      `Made the key ${ours}, which secrets of connections are encrypted with. Keep a copy: without it they are lost.`,
    );
  }
  return new KeyRing(readKey(ours), previous);
}

function readKey(file: string): Buffer {
  let text: string;
  try {
    text = fs.readFileSync(file, 'utf8');
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unreadable';
    throw new Error(
      `The key file ${file} cannot be read (${reason}). Put it back, or name another one with LINESHAFT_KEK_FILE.`,
      { cause },
    );
  }
  const key = decodeKey(text);
  if (key) return key;
  throw new Error(
    `The key file ${file} does not hold ${kekBytes} bytes in base64. Put the right one back, or name another with LINESHAFT_KEK_FILE.`,
  );
}

/** Undefined when the text is not 32 bytes in base64. */
export function decodeKey(text: string): Buffer | undefined {
  const trimmed = text.trim();
  const key = Buffer.from(trimmed, 'base64');
  const isCanonical = key.toString('base64').replace(/=+$/, '') === trimmed.replace(/=+$/, '');
  return key.length === kekBytes && isCanonical ? key : undefined;
}

/** Whole or not at all, and never over another one: several processes may start at the same time. False when there was one. */
function makeKeyFile(file: string): boolean {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const unfinished = `${file}.${process.pid}`;
  const descriptor = fs.openSync(unfinished, 'wx', 0o600);
  try {
    fs.writeSync(descriptor, `${randomBytes(kekBytes).toString('base64')}\n`);
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
  try {
    fs.linkSync(unfinished, file);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    fs.rmSync(unfinished);
  }
}
