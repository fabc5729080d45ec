import { createHash } from 'node:crypto';
import { BoundedMap, remembered } from './bounded-map.ts';

/** How often documents came, over the service's life. */
interface ReceiptCounts {
  /** Documents that were new. */
  accepted: number;
  /** Came again with the key they had: answered with the first answer, no harm done. */
  cameAgainWithSameKey: number;
  /** Came again with another key, or with none: taken as new, as a system that knows only keys would. */
  cameAgainWithOtherKey: number;
  /** Refused because their key had been used for something else. */
  keyUsedForAnother: number;
  /** Refused with reasons. */
  refused: number;
}

export interface Receipts<Answer> {
  counts: ReceiptCounts;
  /**
   * Takes a document once per key. `accept` runs for a new one; `document` says what it is, whatever key it comes with.
   */
  take(received: { key: string | undefined; body: unknown; document: string; accept: () => Answer }): Taken<Answer>;
}

type Taken<Answer> = { kind: 'new' | 'again'; answer: Answer } | { kind: 'key-used' };

/** An idempotent receiver: remembers keys, and counts what came more than once. */
export function createReceipts<Answer>(): Receipts<Answer> {
  const byKey = new BoundedMap<string, { fingerprint: string; answer: Answer }>(remembered);
  const documents = new BoundedMap<string, true>(remembered);
  const counts: ReceiptCounts = {
    accepted: 0,
    cameAgainWithSameKey: 0,
    cameAgainWithOtherKey: 0,
    keyUsedForAnother: 0,
    refused: 0,
  };

  return {
    counts,
    take({ key, body, document, accept }) {
      const fingerprint = createHash('sha256').update(JSON.stringify(body)).digest('base64');
      const first = key === undefined ? undefined : byKey.get(key);
      if (first !== undefined && first.fingerprint !== fingerprint) {
        counts.keyUsedForAnother++;
        return { kind: 'key-used' };
      }
      if (first !== undefined) {
        counts.cameAgainWithSameKey++;
        return { kind: 'again', answer: first.answer };
      }
      counts.accepted++;
      if (documents.has(document)) counts.cameAgainWithOtherKey++;
      documents.set(document, true);
      const answer = accept();
      if (key !== undefined) byKey.set(key, { fingerprint, answer });
      return { kind: 'new', answer };
    },
  };
}
