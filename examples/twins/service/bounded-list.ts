import { remembered } from './bounded-map.ts';

/** A list that forgets its oldest entry when it has grown to its limit. */
export class BoundedList<Entry> {
  readonly #entries: Entry[] = [];
  readonly #limit: number;

  constructor(limit = remembered) {
    this.#limit = limit;
  }

  add(entry: Entry): void {
    this.#entries.push(entry);
    if (this.#entries.length > this.#limit) this.#entries.shift();
  }

  get entries(): readonly Entry[] {
    return this.#entries;
  }
}
