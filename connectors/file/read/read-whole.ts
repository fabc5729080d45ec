import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { TerminalError } from '@lineshaft/flow';
import { failureCode } from '../file-failure.ts';
import { fingerprint } from './fingerprint.ts';

export interface WholeFile {
  bytes: Uint8Array;
  modified: Date;
}

/** Not through a link, and without waiting for a writer should the name belong to a pipe by now. */
const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/**
 * The file as it was found.
 * @param expected its fingerprint when it was found ready
 * @returns undefined when it is gone, another one, or changed while it was read
 * @throws TerminalError `body-too-large`, without reading it
 */
export async function readWhole(path: string, expected: string, maxBytes: number): Promise<WholeFile | undefined> {
  const handle = await openFile(path);
  if (handle === undefined) return undefined;
  try {
    const stat = await handle.stat({ bigint: true });
    if (!stat.isFile() || fingerprint(stat) !== expected) return undefined;
    if (stat.size > maxBytes) {
      const text = `The file has ${stat.size} bytes; ${maxBytes} are taken at most.`;
      throw new TerminalError('body-too-large', text, { details: { size: Number(stat.size), maxBytes } });
    }
    const bytes = Buffer.alloc(Number(stat.size));
    const isWhole = await fill(handle, bytes);
    if (!isWhole || fingerprint(await handle.stat({ bigint: true })) !== expected) return undefined;
    return { bytes, modified: stat.mtime };
  } finally {
    await handle.close();
  }
}

async function openFile(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, flags);
  } catch (cause) {
    const code = failureCode(cause);
    if (code === 'ENOENT' || code === 'ELOOP') return undefined;
    throw cause;
  }
}

/** False when the file ends sooner. */
async function fill(handle: FileHandle, bytes: Uint8Array): Promise<boolean> {
  for (let read = 0; read < bytes.length;) {
    const { bytesRead } = await handle.read(bytes, read, bytes.length - read, read);
    if (bytesRead === 0) return false;
    read += bytesRead;
  }
  return true;
}
