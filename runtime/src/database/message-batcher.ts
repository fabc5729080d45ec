/**
 * Cuts a stream of PostgreSQL wire protocol bytes into batches that can be executed without waiting for more: PGlite
 * takes the end of its input for the end of the connection.
 */
export class MessageBatcher {
  #pending: Uint8Array = new Uint8Array(0);

  /** Adds bytes and returns all messages up to the last one that asks for an answer, or undefined when there is none. */
  add(bytes: Uint8Array): Uint8Array | undefined {
    const all = this.#pending.length === 0 ? bytes : concatenate(this.#pending, bytes);
    const end = endOfLastRequest(all);
    this.#pending = all.subarray(end);
    return end === 0 ? undefined : all.subarray(0, end);
  }
}

/** Messages the server answers: Query, Sync, Flush, CopyDone, CopyFail, and the startup packet, which has no letter. */
const requests = new Set(['Q', 'S', 'H', 'c', 'f', '\0'].map(letter => letter.charCodeAt(0)));

function endOfLastRequest(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = 0;
  for (let start = 0; start + 5 <= bytes.length;) {
    const kind = view.getUint8(start);
    // The length counts itself but not the letter. A startup packet starts with its length, whose first byte is 0.
    const next = kind === 0 ? start + view.getUint32(start) : start + 1 + view.getUint32(start + 1);
    if (next <= start || next > bytes.length) break;
    if (requests.has(kind)) end = next;
    start = next;
  }
  return end;
}

function concatenate(first: Uint8Array, second: Uint8Array): Uint8Array {
  const all = new Uint8Array(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
}
