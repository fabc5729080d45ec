import { Duplex } from 'node:stream';
import type { MessagePort } from 'node:worker_threads';

/**
 * What node-postgres takes for its socket: wire protocol bytes to and from the thread of PGlite. Ends with an error
 * when the thread ends.
 */
export class PGliteStream extends Duplex {
  readonly #port: MessagePort;
  #connected = false;

  constructor(port: MessagePort) {
    super();
    this.#port = port;
    port.on('message', (bytes: Uint8Array) => {
      this.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    });
    port.on('close', () => {
      if (!this.writableEnded) this.destroy(new Error('The embedded database stopped.'));
    });
  }

  connect(): this {
    this.#connected = true;
    process.nextTick(() => this.emit('connect'));
    return this;
  }

  /** As of a net.Socket: node-postgres asks. */
  get connecting(): boolean {
    return !this.#connected;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    this.#port.ref();
    return this;
  }

  unref(): this {
    this.#port.unref();
    return this;
  }

  override _read(): void {
    // Answers are pushed when they come.
  }

  override _write(chunk: Uint8Array, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#post([chunk]);
    done();
  }

  /** node-postgres corks the messages of one query, so they come here together and go out as one. */
  override _writev(chunks: { chunk: Uint8Array }[], done: (error?: Error | null) => void): void {
    this.#post(chunks.map(({ chunk }) => chunk));
    done();
  }

  override _final(done: (error?: Error | null) => void): void {
    this.push(null);
    this.#port.close();
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#port.close();
    done(error);
  }

  /** The chunks lie in node-postgres's shared buffer: copied once, then handed over without another copy. */
  #post(chunks: Uint8Array[]): void {
    const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
    let at = 0;
    for (const chunk of chunks) {
      bytes.set(chunk, at);
      at += chunk.length;
    }
    this.#port.postMessage(bytes, [bytes.buffer]);
  }
}
