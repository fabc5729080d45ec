import { setTimeout as sleep } from 'node:timers/promises';
import type { Twins } from '@lineshaft/twins';
import type { RuntimeProcess } from '../runtime-process.ts';
import { readBooks } from './read-books.ts';

export interface QuietOptions {
  /** Nothing may have happened for so long. */
  quietMs: number;
  say: (sentence: string) => void;
}

const sayEveryMs = 15_000;

/** Waits until nothing is at work in the runtime, nothing waits to be sent, and no book changes. */
export async function untilQuiet(runtime: RuntimeProcess, twins: Twins, { quietMs, say }: QuietOptions): Promise<void> {
  let before = '';
  let quietSince = performance.now();
  let saidAt = performance.now();
  while (performance.now() - quietSince < quietMs) {
    await sleep(500);
    const busy = await isAtWork(runtime);
    if (busy) quietSince = performance.now();
    // The books of a whole day are large: they are read when it is quiet, and now and then.
    if (busy && performance.now() - saidAt < sayEveryMs) continue;
    const books = await readBooks(twins);
    const outboxes = [books.erp.counts.sent, books.portal.counts.sent, books.de01.counts.sent];
    const waiting = outboxes.reduce((sum, outbox) => sum + (outbox?.waiting ?? 0), 0);
    const now = JSON.stringify(Object.values(books).map(({ counts }) => counts));
    if (now !== before || waiting > 0) quietSince = performance.now();
    before = now;
    if (performance.now() - saidAt < sayEveryMs) continue;
    saidAt = performance.now();
    const { bookings, blocks } = books.invoicing.counts;
    say(`${waiting} documents wait to be sent, ${bookings.accepted + blocks.accepted} invoices are through.`);
  }
}

async function isAtWork(runtime: RuntimeProcess): Promise<boolean> {
  const path = '/api/executions?state=queued,blocked,running,waiting&limit=1';
  const { executions } = (await runtime.api('GET', path)) as { executions: unknown[] };
  return executions.length > 0;
}
