import { getHeapStatistics } from 'node:v8';
import { RetryAfterError } from '@lineshaft/flow';
import type { Metrics } from '../telemetry/metrics.ts';
import type { Backlog } from '../ledger/backlog.ts';

export interface AdmissionLimits {
  /** Requests that are being answered. */
  requests: number;
  /** Bytes of their bodies. */
  bytes: number;
  /** The part of the heap that may be in use. */
  heap: number;
}

const usualLimits: AdmissionLimits = { requests: 2000, bytes: 128 * 1024 * 1024, heap: 0.85 };

/** How long a look at the heap is good for, milliseconds. */
const heapLookMs = 250;

/** When to come back after the process itself was full, milliseconds. */
const comeBackMs = 2000;

/** Memory that a request needs until it is answered. */
export interface Room {
  /** @throws RetryAfterError `unavailable` when so many more bytes are too many */
  claim(bytes: number): void;
  leave(): void;
}

/**
 * Refuses before anything is read or accepted: messages of a flow or a partner whose backlog is full, and everything
 * while this process has as much in memory as it may.
 */
export class Admission {
  readonly #backlog: Backlog;
  readonly #metrics: Metrics;
  readonly #limits: AdmissionLimits;
  #requests = 0;
  #bytes = 0;
  #heapFull = false;
  #heapSeenAt = -Infinity;

  constructor(backlog: Backlog, metrics: Metrics, limits: Partial<AdmissionLimits> = {}) {
    this.#backlog = backlog;
    this.#metrics = metrics;
    this.#limits = { ...usualLimits, ...limits };
  }

  /** @throws RetryAfterError `overloaded` when the backlog of the flow or of the partner is full */
  check(flowId: string, partner: string | null): void {
    try {
      this.#backlog.check(flowId, partner);
    } catch (error) {
      this.#metrics.refused.inc({ flow: flowId, reason: 'backlog' });
      throw error;
    }
  }

  /** @throws RetryAfterError `unavailable` when there is no room for another request */
  enter(flowId: string): Room {
    if (this.#requests >= this.#limits.requests || this.#isHeapFull()) throw this.#full(flowId);
    this.#requests++;
    let claimed = 0;
    return {
      claim: bytes => {
        // A body larger than all the room is let in when nobody else is.
        if (this.#bytes > 0 && this.#bytes + bytes > this.#limits.bytes) throw this.#full(flowId);
        this.#bytes += bytes;
        claimed += bytes;
      },
      leave: () => {
        this.#requests--;
        this.#bytes -= claimed;
      },
    };
  }

  #full(flowId: string): RetryAfterError {
    this.#metrics.refused.inc({ flow: flowId, reason: 'memory' });
    const sentence = 'More messages arrive than this process can hold in memory just now. Send it again shortly.';
    return new RetryAfterError('unavailable', sentence, comeBackMs);
  }

  #isHeapFull(): boolean {
    const now = performance.now();
    if (now - this.#heapSeenAt > heapLookMs) {
      const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
      this.#heapFull = used > limit * this.#limits.heap;
      this.#heapSeenAt = now;
    }
    return this.#heapFull;
  }
}

/** Whom a header says that a message is from; null: nobody in particular. */
export function partnerOf(header: string | undefined): string | null {
  return header?.trim() || null;
}
