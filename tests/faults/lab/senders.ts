import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import type { Document } from './target.ts';

/** What a sender knows of a document that was accepted. */
export interface SenderReceipt {
  executionId: string;
  duplicate: boolean;
}

/** Connections of all senders together. */
const connections = 32;
const pauseMs = 20;

/** Systems that send documents and try again until they have a receipt. */
export class Senders {
  readonly receipts = new Map<string, SenderReceipt>();
  /** Answers that refused a document for now: 429 and 5xx. */
  refusals = 0;
  /** Requests without an answer. */
  unanswered = 0;
  /** Receipts for requests that were sent while `isWatching` was true. */
  acceptedWhileWatching = 0;
  isWatching = false;
  readonly #url: () => string;
  #pool: Pool | undefined;
  #stopped = false;

  /** @param url of the webhook, asked before each request */
  constructor(url: () => string) {
    this.#url = url;
  }

  get accepted(): Set<string> {
    return new Set(this.receipts.keys());
  }

  /** They give up. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#pool?.destroy();
  }

  /** Resolves when every document has its receipt. `giveUp` ends it earlier. */
  async send(documents: readonly Document[], giveUp: () => boolean = () => false): Promise<void> {
    const pool = (this.#pool ??= new Pool(new URL(this.#url()).origin, { connections }));
    const queue = [...documents];
    const connection = async () => {
      for (let document = queue.shift(); document !== undefined; document = queue.shift()) {
        while (!this.#stopped && !giveUp() && !(await this.#try(pool, document))) await sleep(pauseMs);
      }
    };
    await Promise.all(Array.from({ length: Math.min(connections, documents.length) }, connection));
  }

  async #try(pool: Pool, document: Document): Promise<boolean> {
    const watched = this.isWatching;
    const status = await pool
      .request({
        path: new URL(this.#url()).pathname,
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(document),
        headersTimeout: 20_000,
      })
      .then(async ({ statusCode, body }) => {
        const answer = await body.text();
        if (statusCode === 200 || statusCode === 202)
          this.receipts.set(document.number, JSON.parse(answer) as SenderReceipt);
        else if (statusCode !== 429 && statusCode < 500)
          throw new Refused(`The runtime refused a document for good: ${statusCode} ${answer}`);
        return statusCode;
      })
      .catch((error: unknown) => {
        if (error instanceof Refused) throw error;
        return 0;
      });
    const accepted = status === 200 || status === 202;
    if (accepted && watched && this.isWatching) this.acceptedWhileWatching++;
    if (status === 0) this.unanswered++;
    else if (!accepted) this.refusals++;
    return accepted;
  }
}

class Refused extends Error {}

/** @param fields of the document with this index, besides its number */
export function documents(
  prefix: string,
  count: number,
  fields: (index: number) => Omit<Document, 'number'> = () => ({}),
): Document[] {
  return Array.from({ length: count }, (_, index) => ({ number: `${prefix}-${index}`, ...fields(index) }));
}
