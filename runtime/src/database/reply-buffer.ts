const initialSize = 64 * 1024;
const sendAbove = 1024 * 1024;

/** Gathers the many small pieces in which PGlite hands out an answer, and sends them on as few as possible. */
export class ReplyBuffer {
  readonly #send: (bytes: Uint8Array<ArrayBuffer>) => void;
  #buffer = new Uint8Array(initialSize);
  #length = 0;

  /** What `send` is given is nobody else's, so it may be transferred. */
  constructor(send: (bytes: Uint8Array<ArrayBuffer>) => void) {
    this.#send = send;
  }

  /** `bytes` may be a view of memory that changes afterwards. */
  add(bytes: Uint8Array): void {
    const needed = this.#length + bytes.length;
    if (needed > this.#buffer.length) {
      const larger = new Uint8Array(Math.max(needed, 2 * this.#buffer.length));
      larger.set(this.#buffer.subarray(0, this.#length));
      this.#buffer = larger;
    }
    this.#buffer.set(bytes, this.#length);
    this.#length = needed;
    if (needed >= sendAbove) this.flush();
  }

  flush(): void {
    if (this.#length === 0) return;
    this.#send(this.#buffer.slice(0, this.#length));
    this.#length = 0;
  }
}
