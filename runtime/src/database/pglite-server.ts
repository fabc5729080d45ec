import { MessageChannel, Worker } from 'node:worker_threads';
import { PGliteStream } from './pglite-stream.ts';
import type { ThreadOrder, ThreadReport, ThreadTask } from './pglite-thread.ts';

/** Makes a new database in an empty folder; durable when the promise is fulfilled. Takes seconds. */
export async function createPGlite(folder: string): Promise<void> {
  // A thread of its own, so that the memory initdb needed is given back before the database is opened.
  const worker = await startThread({ task: 'create', folder });
  await exitOf(worker);
}

/** PGlite in its thread, reached by streams of wire protocol bytes. */
export class PGliteServer {
  readonly #worker: Worker;
  #stopping = false;
  #ended = false;

  /** `onCrash` is called once when the database ends without having been stopped. */
  static async start(folder: string, onCrash: (reason: string) => void): Promise<PGliteServer> {
    const worker = await startThread({ task: 'serve', folder });
    return new PGliteServer(worker, onCrash);
  }

  private constructor(worker: Worker, onCrash: (reason: string) => void) {
    this.#worker = worker;
    let reason = 'its thread ended';
    worker.on('message', (message: ThreadReport) => {
      if (message.report === 'failed') reason = message.reason;
    });
    worker.on('error', error => {
      reason = error instanceof Error ? error.message : String(error);
    });
    worker.once('exit', () => {
      this.#ended = true;
      if (!this.#stopping) onCrash(reason);
    });
  }

  /** There is one session: a new stream closes the one before and finds the session as new. */
  connect(): PGliteStream {
    const { port1, port2 } = new MessageChannel();
    if (this.#ended) port2.close();
    else this.#order({ order: 'connect', port: port2 });
    return new PGliteStream(port1);
  }

  /** Checkpoints and ends. */
  async stop(): Promise<void> {
    this.#stopping = true;
    const ended = exitOf(this.#worker);
    this.#order({ order: 'close' });
    await ended;
  }

  /** Ends at once, as a power cut would: for when the folder is no longer ours to write to. */
  async kill(): Promise<void> {
    await this.#worker.terminate();
  }

  #order(order: ThreadOrder): void {
    this.#worker.postMessage(order, order.order === 'connect' ? [order.port] : []);
  }
}

async function startThread(task: ThreadTask): Promise<Worker> {
  const worker = new Worker(new URL('./pglite-thread.ts', import.meta.url), {
    workerData: task,
    name: 'pglite',
    execArgv: [],
    // PostgreSQL's limit on nesting counts little of the real stack: at a thread's usual 4 MB deep JSON crashes it.
    resourceLimits: { stackSizeMb: 64 },
  });
  return await new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('The thread of the embedded database ended while it started.')));
    worker.once('message', (message: ThreadReport) => {
      worker.removeAllListeners();
      if (message.report === 'ready') resolve(worker);
      else reject(new Error(message.reason));
    });
  });
}

async function exitOf(worker: Worker): Promise<void> {
  if (worker.threadId === -1) return;
  await new Promise<void>(resolve => {
    worker.once('exit', () => resolve());
  });
}
