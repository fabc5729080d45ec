import { isTransient } from './database-errors.ts';
import { Fenced } from './epoch.ts';

export interface GroupCommitOptions<Item, Result> {
  /** Writes all items in one commit; results in the order of the items. */
  write(items: Item[]): Promise<Result[]>;
  /** Bytes that an item adds to a batch. */
  bytesOf: (item: Item) => number;
  maxItems: number;
  maxBytes: number;
}

interface Waiting<Item, Result> {
  item: Item;
  bytes: number;
  resolve(result: Result): void;
  reject(reason: unknown): void;
}

/**
 * Gathers what many callers want written and commits it together: while one batch is on its way the next gathers. There
 * is no timer, so under low load a batch is one item and waits for nothing.
 *
 * When a batch fails for a reason that lies in one of its items, its halves are written each for itself, and so on, so
 * that only the one at fault fails.
 */
export class GroupCommit<Item, Result> {
  readonly #options: GroupCommitOptions<Item, Result>;
  #waiting: Waiting<Item, Result>[] = [];
  #waitingBytes = 0;
  #writing: Promise<void> | undefined;

  constructor(options: GroupCommitOptions<Item, Result>) {
    this.#options = options;
  }

  /** Bytes of the items that no batch has taken yet. */
  get waitingBytes(): number {
    return this.#waitingBytes;
  }

  /** Resolves after the commit that holds the item. */
  add(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      // Throws here when the item has no bytes to write, and so fails this item alone.
      const bytes = this.#options.bytesOf(item);
      this.#waiting.push({ item, bytes, resolve, reject });
      this.#waitingBytes += bytes;
      this.#writing ??= this.#writeAll();
    });
  }

  /** Resolves when everything that was added is written, or has failed. */
  async idle(): Promise<void> {
    await this.#writing;
  }

  async #writeAll(): Promise<void> {
    // Not at once: everything that arrives in this turn of the event loop joins the batch.
    await new Promise(resolve => {
      setImmediate(resolve);
    });
    while (this.#waiting.length > 0) await this.#writeBatch(this.#nextBatch());
    this.#writing = undefined;
  }

  #nextBatch(): Waiting<Item, Result>[] {
    const { maxItems, maxBytes } = this.#options;
    let bytes = 0;
    let count = 0;
    for (const waiting of this.#waiting) {
      if (count > 0 && (count === maxItems || bytes + waiting.bytes > maxBytes)) break;
      bytes += waiting.bytes;
      count++;
    }
    this.#waitingBytes -= bytes;
    const batch = this.#waiting.slice(0, count);
    this.#waiting = this.#waiting.slice(count);
    return batch;
  }

  async #writeBatch(batch: Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await this.#options.write(batch.map(waiting => waiting.item));
      for (const [index, waiting] of batch.entries()) waiting.resolve(results[index] as Result);
    } catch (error) {
      if (batch.length === 1 || isTransient(error) || error instanceof Fenced) {
        for (const waiting of batch) waiting.reject(error);
      } else {
        const half = Math.ceil(batch.length / 2);
        await this.#writeBatch(batch.slice(0, half));
        await this.#writeBatch(batch.slice(half));
      }
    }
  }
}
