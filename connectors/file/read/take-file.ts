import { createHash } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  Body,
  incomingJson,
  type IncomingMessage,
  isJson,
  type SourceContext,
  TerminalError,
  toErrorRecord,
} from '@lineshaft/flow';
import { contentTypeOf } from './content-type.ts';
import { moveFile, reserveName } from './move-file.ts';
import { readWhole, type WholeFile } from './read-whole.ts';
import type { ReadyFile } from './ready-files.ts';

/** Where files come from and go to. */
export interface Inbox {
  /** The folder as the config names it: part of what a message is known by. */
  folder: string;
  /** Real paths. */
  path: string;
  archivePath: string;
  errorsPath: string;
  maxBytes: number;
  contentType: string | undefined;
  /** The ending of the marker that goes with a file, if there are markers. */
  markerSuffix: string | undefined;
}

/**
 * Takes one file in, then out of the way. It is moved only after its message is committed, or after it was refused for
 * good; a temporary refusal leaves it where it is.
 * @throws what `accept` rejects with, unless it is terminal; what the file system throws
 */
export async function takeFile(inbox: Inbox, file: ReadyFile, accept: SourceContext['accept']): Promise<void> {
  const path = join(inbox.path, file.name);
  try {
    const whole = await readWhole(path, file.fingerprint, inbox.maxBytes);
    if (whole === undefined) return;
    await accept(messageOf(inbox, file.name, whole));
  } catch (refusal) {
    if (!(refusal instanceof TerminalError)) throw refusal;
    await putAside(inbox, file, refusal);
    return;
  }
  await moveFile(path, file.fingerprint, await reserveName(inbox.archivePath, file.name, new Date()));
  await removeMarker(inbox, file);
}

function messageOf(inbox: Inbox, name: string, { bytes, modified }: WholeFile): IncomingMessage {
  const contentType = inbox.contentType ?? contentTypeOf(name);
  const body = Body.fromBytes(bytes);
  if (isJson(contentType) && incomingJson(body) === undefined)
    throw new TerminalError('body-malformed', 'The file is empty, but its content type is JSON.');
  const path = inbox.folder === '' ? name : `${inbox.folder}/${name}`;
  return {
    contentType,
    headers: {
      'x-file-name': name,
      'x-file-path': path,
      'x-file-size': String(bytes.length),
      'x-file-modified': modified.toISOString(),
    },
    body,
    idempotencyKey: keyOf(path, modified, bytes),
  };
}

/**
 * Known by path, content and time of its last change. Other content under the same name is another message, even where
 * the sender keeps the time; the same content put there anew is one too, for a file that says the same as yesterday's is
 * still today's. Only what a crash left lying is known. Whole seconds, as file systems may forget the rest.
 */
function keyOf(path: string, modified: Date, bytes: Uint8Array): string {
  const content = createHash('sha256').update(bytes).digest('hex');
  const seconds = Math.floor(modified.getTime() / 1000);
  return `file/${createHash('sha256')
    .update(JSON.stringify([path, seconds, content]))
    .digest('hex')}`;
}

/** To the error folder, with a note that says why. The note first: a file without one would be a riddle. */
async function putAside(inbox: Inbox, file: ReadyFile, refusal: TerminalError): Promise<void> {
  const now = new Date();
  const reserved = await reserveName(inbox.errorsPath, file.name, now);
  const note = { file: file.name, folder: inbox.folder, at: now.toISOString(), error: toErrorRecord(refusal) };
  const unfinished = `${reserved.path}.error.json.part`;
  await writeFile(unfinished, `${JSON.stringify(note, undefined, 2)}\n`);
  await rename(unfinished, `${reserved.path}.error.json`);
  await moveFile(join(inbox.path, file.name), file.fingerprint, reserved);
  await removeMarker(inbox, file);
}

async function removeMarker({ markerSuffix, path }: Inbox, { name }: ReadyFile): Promise<void> {
  if (markerSuffix !== undefined) await rm(join(path, name + markerSuffix), { force: true });
}
