import type { ConnectionLimits } from '@lineshaft/api';
import { durationMs } from '@lineshaft/flow';
import type { Share } from '../worker/slots.ts';

/** A turn that comes within this time is waited for here, milliseconds; for a later one the execution gives way. */
const shortWaitMs = 250;
const longestMs = 30_000;

/** How long a process waits that has no part of a limit lower than the number of processes. */
const noPartMs = 500;

interface Waiting {
  admit(): void;
}

/**
 * This process's part of how much a connection takes: deliveries at the same time, deliveries begun within a time. Turns
 * are given in the order of asking.
 */
export class Throttle {
  readonly #clock: () => number;
  #limits: ConnectionLimits = {};
  #share: Share = { count: 1, place: 0 };
  #busy = 0;
  #tokens = 0;
  #refilledAt: number;
  #waiting: Waiting[] = [];
  #timer: NodeJS.Timeout | undefined;
  /** How long a delivery takes, on average, milliseconds. */
  #averageMs = 100;
  /** Up to when the turns are given away to those who were sent away. */
  #lineEndsAt = 0;

  /** @param clock milliseconds that only ever grow */
  constructor(clock: () => number) {
    this.#clock = clock;
    this.#refilledAt = clock();
  }

  setLimits(limits: ConnectionLimits, share: Share): void {
    const isNew = JSON.stringify(limits) !== JSON.stringify(this.#limits);
    this.#limits = limits;
    this.#share = share;
    if (isNew) this.#tokens = this.#capacity;
    this.#giveTurns();
  }

  /** Resolves when it is this one's turn, with undefined; or with the milliseconds after which to ask again. */
  enter(): Promise<number | undefined> | number | undefined {
    if (this.#waiting.length === 0 && this.#hasRoom()) {
      this.#take();
      return undefined;
    }
    if (this.#expectedWaitMs() > shortWaitMs) return this.#sendAway();
    return new Promise(resolve => {
      const waiting: Waiting = {
        admit: () => {
          clearTimeout(timer);
          resolve(undefined);
        },
      };
      const timer = setTimeout(() => {
        this.#waiting = this.#waiting.filter(each => each !== waiting);
        resolve(this.#sendAway());
      }, shortWaitMs);
      this.#waiting.push(waiting);
      this.#wakeForToken();
    });
  }

  /** @param tookMs undefined: nothing was delivered after all, so the rate is not charged */
  leave(tookMs: number | undefined): void {
    this.#busy--;
    if (tookMs === undefined) this.#tokens += 1;
    else this.#averageMs += (tookMs - this.#averageMs) / 10;
    this.#giveTurns();
  }

  #giveTurns(): void {
    while (this.#waiting.length > 0 && this.#hasRoom()) {
      this.#take();
      this.#waiting.shift()?.admit();
    }
    this.#wakeForToken();
  }

  #take(): void {
    this.#busy++;
    if (this.#limits.rate) this.#tokens -= 1;
  }

  #hasRoom(): boolean {
    return this.#busy < this.#slots && (this.#limits.rate === undefined || this.#refill() >= 1);
  }

  get #slots(): number {
    const { concurrency } = this.#limits;
    const { count, place } = this.#share;
    return concurrency === undefined
      ? Infinity
      : Math.floor(concurrency / count) + (place < concurrency % count ? 1 : 0);
  }

  /** Deliveries this process may begin each millisecond. */
  get #perMs(): number {
    const { rate } = this.#limits;
    return rate ? rate.count / durationMs(rate.per) / this.#share.count : Infinity;
  }

  /** What one period may begin, but always one: or a slow rate over many processes would begin nothing. */
  get #capacity(): number {
    return this.#limits.rate ? Math.max(1, this.#limits.rate.count / this.#share.count) : 0;
  }

  #refill(): number {
    const now = this.#clock();
    this.#tokens = Math.min(this.#capacity, this.#tokens + (now - this.#refilledAt) * this.#perMs);
    this.#refilledAt = now;
    return this.#tokens;
  }

  #wakeForToken(): void {
    if (this.#timer !== undefined || this.#waiting.length === 0 || !this.#limits.rate) return;
    const wait = Math.max(1, Math.ceil((1 - this.#refill()) / this.#perMs));
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#giveTurns();
    }, wait);
  }

  /** Milliseconds between one turn and the next. */
  get #pace(): number {
    return Math.max(this.#averageMs / this.#slots, 1 / this.#perMs);
  }

  #expectedWaitMs(): number {
    const before = this.#waiting.length + 1;
    const forToken = this.#limits.rate ? (before - this.#refill()) / this.#perMs : 0;
    const forSlot = this.#busy < this.#slots ? 0 : (before * this.#averageMs) / this.#slots;
    return Math.max(forToken, forSlot);
  }

  /** Each is told another time, so that not all come back at once. */
  #sendAway(): number {
    if (this.#slots === 0) return noPartMs * (0.5 + Math.random());
    const now = this.#clock();
    this.#lineEndsAt = Math.min(Math.max(now + shortWaitMs, this.#lineEndsAt) + this.#pace, now + longestMs);
    return this.#lineEndsAt - now;
  }
}
