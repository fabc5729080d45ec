import type { Guards } from '../guards.ts';
import { seededRandom } from '../random.ts';
import { fail } from './failure.ts';
import type { Probes } from './probes.ts';

/** Ticks between two looks at the clock. */
const ticksPerLook = 4096;

/** Ticks until the first: an evaluation that is over by then never asks for the time. */
const ticksBeforeTime = 512;

/** Entries of all lists together for each entry that one list may have: what is held at the same time has to fit in memory. */
const listsInAll = 64;

/** A list that grows item by item is counted whenever it has grown by this much: a power of two. */
const growth = 1024;

/**
 * One run of a compiled expression: what it may use, and what it has used. Counts are compared so that one which is no
 * number is too many: a partial application may hand a function anything.
 */
export class Evaluation {
  readonly guards: Guards;
  /** Ticks until the next look at the clock. Generated code counts it down itself. */
  ticks = ticksBeforeTime;
  /** Calls of functions that are under way, one within the other. */
  depth = 0;
  /** Characters of JSON, roughly, that the result may still take up. */
  sizeLeft: number;
  /** Where values are noted, for the nodes that have probes. */
  probes: Probes | undefined;
  readonly #seed: string | undefined;
  #random: (() => number) | undefined;
  #clock: number | undefined;
  #deadline: number | undefined;
  #textLeft: number;
  #entriesLeft: number;

  constructor(guards: Guards, clock: number | undefined, seed: string | undefined) {
    this.guards = guards;
    this.#clock = clock;
    this.sizeLeft = guards.resultSize;
    this.#seed = seed;
    this.#deadline = undefined;
    this.#textLeft = 4 * guards.textLength;
    this.#entriesLeft = listsInAll * guards.listLength;
  }

  /** Milliseconds since 1970: what `$now()` and `$millis()` give. */
  get clock(): number {
    this.#clock ??= Date.now();
    return this.#clock;
  }

  /** From 0 to below 1, the same for the same seed. */
  random(): number {
    this.#random ??= this.#seed === undefined ? Math.random : seededRandom(this.#seed);
    return this.#random();
  }

  /** Counts steps of work: one for an item of a loop or a call. @throws Failure D1012 when the time is over. */
  tick(steps = 1): void {
    this.ticks -= steps;
    if (!(this.ticks >= 0)) this.look();
  }

  look(): void {
    this.ticks = ticksPerLook;
    const now = performance.now();
    this.#deadline ??= now + this.guards.timeoutMs;
    if (now > this.#deadline) fail('D1012');
  }

  /** Call before a text of that length is made. @throws Failure L1001 when it, or all texts together, are too long. */
  text(length: number): void {
    if (!(length <= this.guards.textLength)) fail('L1001');
    if (length < 1000) return;
    this.#textLeft -= length;
    if (!(this.#textLeft >= 0)) fail('L1001');
  }

  /** Call before a list of that length is made. @throws Failure D2015 when it is too long. */
  list(length: number): void {
    if (!(length <= this.guards.listLength)) fail('D2015', { value: length });
  }

  /**
   * Call for entries that are put into a list all at once.
   * @throws Failure D2015 when all lists together are too long, D1012
   */
  entries(count: number): void {
    this.tick(count >> 3);
    this.#entriesLeft -= count;
    if (!(this.#entriesLeft >= 0)) fail('D2015');
  }

  /** Call when an item was added to a list: the new length. @throws Failure D2015, D1012 */
  grown(length: number): void {
    if (length > this.guards.listLength) fail('D2015', { value: length });
    if ((length & (growth - 1)) === 0) this.entries(growth);
  }
}
