import { inspect } from 'node:util';
import { parentPort, workerData } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { MessageBatcher } from './message-batcher.ts';
import { neverBack } from './never-back.ts';
import { ReplyBuffer } from './reply-buffer.ts';
import { startPGlite } from './start-pglite.ts';
import { syncTree } from './sync-tree.ts';

/** What the thread is started for: to make a new database and end, or to serve one until it is told to close. */
export interface ThreadTask {
  task: 'create' | 'serve';
  folder: string;
}
/** `port` carries PostgreSQL wire protocol bytes, both ways. A new one replaces the one before. */
export type ThreadOrder = { order: 'connect'; port: MessagePort } | { order: 'close' };
export type ThreadReport = { report: 'ready' } | { report: 'failed'; reason: string };

// PGlite blocks its thread while it works, so it has this one to itself. Node runs this file; nothing imports its values.
const task = workerData as ThreadTask;
// Compiling WebAssembly in the background does not keep a thread alive.
setInterval(() => {}, 60_000);
// PGlite asks this for the time. Of this thread alone: nothing else runs in it.
Date.now = neverBack(Date.now, () => performance.now());
try {
  await (task.task === 'create' ? create(task.folder) : serve(task.folder));
} catch (error) {
  fail(error);
}

async function create(folder: string): Promise<void> {
  const { pglite } = await startPGlite(folder, fail);
  // Without autovacuum nothing would ever freeze the template databases, and one session cannot vacuum another
  // database: they would block the server when the transaction counter comes round. Nobody creates databases here.
  for (const template of ['template1', 'template0']) {
    await pglite.exec(`alter database ${template} is_template false`);
    await pglite.exec(`drop database ${template}`);
  }
  await pglite.exec('checkpoint');
  await pglite.close();
  // initdb worked in memory and its files were copied here without fsync.
  syncTree(folder);
  end({ report: 'ready' });
}

async function serve(folder: string): Promise<void> {
  const { pglite } = await startPGlite(folder, fail);
  const execute = (batch: Uint8Array, onRawData: (bytes: Uint8Array) => void): void => {
    // Runs to its end before it returns: nothing in it waits, as NodeFS has no syncToFs.
    pglite.execProtocolRawStream(batch, { syncToFs: false, onRawData }).catch(fail);
  };
  let current: MessagePort | undefined;
  parentPort?.on('message', (message: ThreadOrder) => {
    if (message.order === 'connect') {
      current?.close();
      current = message.port;
      answer(current, execute);
      return;
    }
    current?.close();
    pglite.close().then(() => end(), fail);
  });
  report({ report: 'ready' });
}

type Execute = (batch: Uint8Array, onReply: (bytes: Uint8Array) => void) => void;

function answer(port: MessagePort, execute: Execute): void {
  const batcher = new MessageBatcher();
  const reply = new ReplyBuffer(bytes => port.postMessage(bytes, [bytes.buffer]));
  port.on('message', (bytes: Uint8Array) => {
    const batch = batcher.add(bytes);
    if (batch === undefined) return;
    if (batch[0] === startupPacket) forgetSession(execute);
    execute(batch, chunk => reply.add(chunk));
    reply.flush();
  });
}

const startupPacket = 0;

/** There is one session for all clients that come one after the other: each finds it as new. */
function forgetSession(execute: Execute): void {
  const message = (letter: string, text: string): Buffer => {
    const body = Buffer.from(text);
    const head = Buffer.alloc(5);
    head.write(letter);
    head.writeUInt32BE(4 + body.length, 1);
    return Buffer.concat([head, body]);
  };
  // Sync first: after an error the server ignores everything else.
  execute(Buffer.concat([message('S', ''), message('Q', 'rollback\0'), message('Q', 'discard all\0')]), () => {});
}

function fail(error: unknown): never {
  end({ report: 'failed', reason: reasonsOf(error).join(' Because: ') });
}

function reasonsOf(error: unknown): string[] {
  if (!(error instanceof Error)) return error === undefined ? [] : [inspect(error)];
  return [error.message, ...reasonsOf(error.cause)];
}

function report(message: ThreadReport): void {
  parentPort?.postMessage(message);
}

/** Ends this thread only. */
function end(message?: ThreadReport): never {
  if (message) report(message);
  process.exit();
}
