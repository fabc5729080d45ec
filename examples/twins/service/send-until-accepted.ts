import { setTimeout as sleep } from 'node:timers/promises';

export interface OwnDocument {
  url: string;
  headers: Record<string, string>;
  body: string;
}

export interface Acceptance {
  status: number;
  /** Tries, the one that was accepted included. */
  attempts: number;
  /** The receiver said that it had the document already. */
  duplicate: boolean;
}

export interface Patience {
  /** Ends the tries. */
  signal: AbortSignal;
  /** Before the second try; doubles up to `maxDelayMs`. Retry-After is heeded when it is longer. */
  delayMs: number;
  maxDelayMs: number;
  /** One try may take this long. */
  timeoutMs: number;
  /** Told of every try that was not accepted. */
  refused(attempt: number, why: string): void;
  /** Runs a try when there is room for it. */
  inTurn<Result>(attempt: () => Promise<Result>): Promise<Result>;
}

/**
 * Posts the document again and again until the answer is 200 or 202, whatever goes wrong: a receiver that is not
 * there yet, one that is overloaded, one that refuses because its flow is not published.
 * @throws the signal's reason when it ends the tries.
 */
export async function sendUntilAccepted(document: OwnDocument, patience: Patience): Promise<Acceptance> {
  let delayMs = patience.delayMs;
  for (let attempt = 1; ; attempt++) {
    const outcome = await patience.inTurn(() => tryOnce(document, patience));
    if ('accepted' in outcome) return { ...outcome.accepted, attempts: attempt };
    patience.signal.throwIfAborted();
    patience.refused(attempt, outcome.why);
    await sleep(Math.max(delayMs, outcome.retryAfterMs), undefined, { signal: patience.signal });
    delayMs = Math.min(delayMs * 2, patience.maxDelayMs);
  }
}

type Outcome = { accepted: { status: number; duplicate: boolean } } | { why: string; retryAfterMs: number };

async function tryOnce(document: OwnDocument, patience: Patience): Promise<Outcome> {
  try {
    const response = await fetch(document.url, {
      method: 'POST',
      headers: document.headers,
      body: document.body,
      signal: AbortSignal.any([patience.signal, AbortSignal.timeout(patience.timeoutMs)]),
    });
    const text = await response.text();
    if (response.status === 200 || response.status === 202) {
      return { accepted: { status: response.status, duplicate: saysDuplicate(text) } };
    }
    const seconds = Number(response.headers.get('retry-after') ?? 0);
    return {
      why: `it answered ${response.status} ${text.slice(0, 300)}`.trimEnd(),
      retryAfterMs: Number.isFinite(seconds) ? Math.min(seconds * 1000, 60_000) : 0,
    };
  } catch (error) {
    return { why: reasonOf(error), retryAfterMs: 0 };
  }
}

function saysDuplicate(text: string): boolean {
  try {
    const receipt: unknown = JSON.parse(text);
    return typeof receipt === 'object' && receipt !== null && 'duplicate' in receipt && receipt.duplicate === true;
  } catch {
    // Accepted, but with an answer that is no receipt: then nothing was said about a duplicate.
    return false;
  }
}

/** fetch says "fetch failed" and keeps what happened in its cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
