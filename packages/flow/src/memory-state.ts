import type { Emitted, Message } from './message.ts';
import type { Change, Held, HeldMessage, NodeState, Released } from './node-state.ts';

interface Kept {
  state: unknown;
  messages: HeldMessage[];
  expiresAt: number | undefined;
}

/** What one stateful node keeps, in memory: for tests, and for trying a flow out. Behaves as the ledger does, but for durability. */
export class MemoryState {
  readonly #keys = new Map<string, Kept>();
  readonly #runs = new Map<string, Emitted[]>();
  readonly #now: () => number;
  /** What was released, in order; whoever reads it takes it out. */
  readonly released: Released[] = [];

  /** @param now milliseconds since 1970 */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** The keys of which something is kept. */
  get keys(): string[] {
    return [...this.#keys.keys()];
  }

  /** When `expireDue` next has something to do, milliseconds since 1970; undefined: never. */
  get nextExpiry(): number | undefined {
    const instants = [...this.#keys.values()].map(kept => kept.expiresAt).filter(instant => instant !== undefined);
    return instants.length === 0 ? undefined : Math.min(...instants);
  }

  /** The state as a run sees it. @param run the run's idempotency key */
  of(message: Message, executionId: string, run: string): NodeState {
    return {
      change: async (key, change) => {
        const earlier = this.#runs.get(run);
        if (earlier) return earlier;
        const changed = await change(this.#held(key) as Held<never>);
        const hold = changed.hold && { ...message, sequence: changed.hold.sequence, executionId };
        const emitted = this.#apply(key, changed, hold);
        this.#runs.set(run, emitted);
        return emitted;
      },
      release: async released => {
        if (this.#runs.has(run)) return;
        this.#runs.set(run, []);
        this.released.push(...released);
      },
    };
  }

  /** Lets go what has come to its time. */
  async expireDue(
    expire: (key: string, held: Held<never>) => Change<unknown> | Promise<Change<unknown>>,
  ): Promise<void> {
    for (const [key, { expiresAt }] of this.#keys) {
      if (expiresAt !== undefined && expiresAt <= this.#now())
        this.#apply(key, await expire(key, this.#held(key) as Held<never>), undefined);
    }
  }

  #held(key: string): Held<unknown> {
    const kept = this.#keys.get(key);
    return { state: structuredClone(kept?.state), now: this.#now(), messages: async () => [...(kept?.messages ?? [])] };
  }

  #apply(key: string, changed: Change<unknown>, hold: HeldMessage | undefined): Emitted[] {
    const { state, dropThrough = -Infinity, emitted = [], released = [], expiresAt } = changed;
    const before = this.#keys.get(key)?.messages ?? [];
    const messages = [...before, ...(hold ? [hold] : [])]
      .filter(message => message.sequence > dropThrough)
      .toSorted((a, b) => a.sequence - b.sequence);
    if (state === undefined) this.#keys.delete(key);
    else this.#keys.set(key, { state: structuredClone(state), messages, expiresAt });
    this.released.push(...released);
    return emitted;
  }
}
