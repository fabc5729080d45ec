import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultDials } from './fault-dials.ts';
import type { Log } from './log.ts';
import { seededRandom } from './seeded-random.ts';
import { sendUntilAccepted, type Acceptance, type OwnDocument, type Patience } from './send-until-accepted.ts';
import { createSlots } from './slots.ts';

interface OutboxCounts {
  /** Documents given to the outbox. */
  documents: number;
  accepted: number;
  /** Not accepted yet: held back, on their way, or waiting for the next try. */
  waiting: number;
  /** Sent twice on purpose, as the dial `duplicateRate` asks. */
  sentTwice: number;
  /** Held back on purpose, as the dial `reorder` asks. */
  heldBack: number;
  /** Posts that were not accepted and so were tried again. */
  refusals: number;
}

export interface Outbox {
  counts: OutboxCounts;
  /** Resolves when the document was accepted, or with undefined when the twin stops before. */
  send(document: OwnDocument): Promise<Acceptance | undefined>;
}

export interface OutboxOptions {
  service: string;
  seed: number;
  dials: () => FaultDials;
  /** Ends every try and wait. */
  closing: AbortSignal;
  log: Log;
  /** How tries follow each other, where a test cannot wait. */
  patience?: Partial<Pick<Patience, 'delayMs' | 'maxDelayMs' | 'timeoutMs'>> | undefined;
}

/** A held document goes out when a later one was accepted, or after this time. */
const holdMs = 2000;
/** A person hears of a document that was refused this often, not of each hiccup. */
const refusalsToMention = 5;

/** Sends a service's own documents, with the faults of its dials, until they are accepted. */
export function createOutbox(options: OutboxOptions): Outbox {
  const { service, seed, dials, closing, log } = options;
  const inTurn = createSlots(32);
  const counts: OutboxCounts = { documents: 0, accepted: 0, waiting: 0, sentTwice: 0, heldBack: 0, refusals: 0 };
  let held: (() => void)[] = [];
  let mentioned: string | undefined;

  return { counts, send };

  async function send(document: OwnDocument): Promise<Acceptance | undefined> {
    counts.documents++;
    counts.waiting++;
    const random = seededRandom('outbox', seed, service, counts.documents);
    const twice = random() < dials().duplicateRate;
    const hold = random() < dials().reorder;
    try {
      if (hold) await overtaken();
      return await post(document, twice, hold);
    } catch (error) {
      if (!closing.aborted) throw error;
      return undefined;
    } finally {
      counts.waiting--;
    }
  }

  async function post(document: OwnDocument, twice: boolean, wasHeld: boolean): Promise<Acceptance> {
    if (twice) counts.sentTwice++;
    const copies = twice ? [document, document] : [document];
    const accepted = await Promise.all(copies.map(copy => sendUntilAccepted(copy, patienceFor(copy))));
    counts.accepted++;
    if (mentioned !== undefined) log.trouble(`${service}: ${document.url} accepts documents again.`);
    mentioned = undefined;
    if (!wasHeld) letHeldOnesGo();
    return {
      status: Math.max(...accepted.map(acceptance => acceptance.status)),
      attempts: Math.max(...accepted.map(acceptance => acceptance.attempts)),
      duplicate: accepted.every(acceptance => acceptance.duplicate),
    };
  }

  function patienceFor(document: OwnDocument): Patience {
    return {
      delayMs: 250,
      maxDelayMs: 5000,
      timeoutMs: 10_000,
      ...options.patience,
      signal: closing,
      inTurn,
      refused(attempt, why) {
        counts.refusals++;
        if (attempt < refusalsToMention || why === mentioned) return;
        mentioned = why;
        log.trouble(`${service}: ${document.url} does not accept a document, and it will be sent again: ${why}`);
      },
    };
  }

  async function overtaken(): Promise<void> {
    counts.heldBack++;
    const timeout = new AbortController();
    const later = new Promise<void>(resolve => held.push(resolve));
    await Promise.race([
      later,
      sleep(holdMs, undefined, { signal: AbortSignal.any([closing, timeout.signal]) }),
    ]).finally(() => timeout.abort());
  }

  function letHeldOnesGo(): void {
    const now = held;
    held = [];
    for (const go of now) go();
  }
}
