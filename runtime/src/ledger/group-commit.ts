import { isTransient } from './database-errors.ts';

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
  resolve(result: Result): void;
  reject(reason: unknown): void;
}

/**
 * Gathers what many callers want written and commits it together: while one batch is on its way the next gathers. There
 * is no timer, so under low load a batch is one item and waits for nothing.
 *
 * When a batch fails for a reason that lies in one of its items, the items are written one by one, so that only the one
 * at fault fails.
 */
export class GroupCommit<Item, Result> {
  readonly #options: GroupCommitOptions<Item, Result>;
  #waiting: Waiting<Item, Result>[] = [];
  #writing = false;

  constructor(options: GroupCommitOptions<Item, Result>) {
    this.#options = options;
  }

  /** Resolves after the commit that holds the item. */
  add(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      if (!this.#writing) {
        this.#writing = true;
        // Not at once: everything that arrives in this turn of the event loop joins the batch.
        setImmediate(() => void this.#writeAll());
      }
    });
  }

  async #writeAll(): Promise<void> {
    while (this.#waiting.length > 0) await this.#writeBatch(this.#nextBatch());
    this.#writing = false;
  }

  #nextBatch(): Waiting<Item, Result>[] {
    const { bytesOf, maxItems, maxBytes } = this.#options;
    let bytes = 0;
    let count = 0;
    for (const { item } of this.#waiting) {
      bytes += bytesOf(item);
      if (count > 0 && (count === maxItems || bytes > maxBytes)) break;
      count++;
    }
    const batch = this.#waiting.slice(0, count);
    this.#waiting = this.#waiting.slice(count);
    return batch;
  }

  async #writeBatch(batch: Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await this.#options.write(batch.map(waiting => waiting.item));
      for (const [index, waiting] of batch.entries()) waiting.resolve(results[index] as Result);
    } catch (error) {
      if (batch.length === 1 || isTransient(error)) {
        for (const waiting of batch) waiting.reject(error);
      } else {
        for (const waiting of batch) await this.#writeBatch([waiting]);
      }
    }
  }
}
