import type { Outcome } from '../engine/run-node.ts';

/** Of what was delivered lately, so much failed: below `minimum` deliveries it says nothing. */
const windowMs = 30_000;
const minimum = 10;
const trippingShare = 0.5;

const bucketMs = windowMs / 10;

interface Bucket {
  startedAt: number;
  all: number;
  failed: number;
}

/** What the deliveries of the last half minute say about the other side. */
export class CircuitWindow {
  readonly #clock: () => number;
  #buckets: Bucket[] = [];

  /** @param clock milliseconds that only ever grow */
  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /** @returns true when so much failed that the circuit is to be opened */
  note(failed: boolean): boolean {
    const now = this.#clock();
    this.#buckets = this.#buckets.filter(bucket => now - bucket.startedAt < windowMs);
    const last = this.#buckets.at(-1);
    const bucket = last && now - last.startedAt < bucketMs ? last : { startedAt: now, all: 0, failed: 0 };
    if (bucket !== last) this.#buckets.push(bucket);
    bucket.all++;
    if (failed) bucket.failed++;
    const sum = (of: (bucket: Bucket) => number) => this.#buckets.reduce((total, each) => total + of(each), 0);
    const all = sum(each => each.all);
    return failed && all >= minimum && sum(each => each.failed) >= all * trippingShare;
  }

  reset(): void {
    this.#buckets = [];
  }
}

const failures = new Set<string>(['target-unreachable', 'target-failed', 'timeout']);
/** To be asked to slow down says neither: who is down behind a gateway may be answered for by it. */
const answers = new Set<string>(['target-rejected', 'target-malformed']);

/** What an attempt says about the other side: it works, it does not, or (undefined) nothing. */
export function verdictOf(outcome: Outcome): 'works' | 'fails' | undefined {
  if (outcome.kind === 'succeeded') return 'works';
  if (outcome.kind === 'cancelled') return undefined;
  if (failures.has(outcome.error.code)) return 'fails';
  return answers.has(outcome.error.code) ? 'works' : undefined;
}
