import { setTimeout as sleep } from 'node:timers/promises';
import type { Twins } from '@lineshaft/twins';
import type { RuntimeProcess } from '../runtime-process.ts';
import { readBooks } from './read-books.ts';

const atWork = 'queued,blocked,running,waiting';

/** Waits until nothing is at work in the runtime, nothing waits to be sent, and no book changes for `quietMs`. */
export async function untilQuiet(
  runtime: RuntimeProcess,
  twins: Twins,
  { quietMs, say }: { quietMs: number; say: (sentence: string) => void },
): Promise<void> {
  let before = '';
  let quietSince = performance.now();
  let saidAt = performance.now();
  while (performance.now() - quietSince < quietMs) {
    await sleep(200);
    const books = await readBooks(twins);
    const { executions } = (await runtime.api('GET', `/api/executions?state=${atWork}&limit=200`)) as {
      executions: unknown[];
    };
    const waiting = [books.erp.counts.sent, books.portal.counts.sent, books.de01.counts.sent].reduce(
      (sum, outbox) => sum + (outbox?.waiting ?? 0),
      0,
    );
    const now = JSON.stringify(Object.values(books).map(({ counts }) => counts));
    if (now !== before || executions.length > 0 || waiting > 0) quietSince = performance.now();
    before = now;
    if (performance.now() - saidAt < 10_000) continue;
    saidAt = performance.now();
    const { bookings, blocks } = books.invoicing.counts;
    say(
      `${executions.length}${executions.length === 200 ? '+' : ''} executions at work, ${waiting} documents to be sent, ${bookings.accepted + blocks.accepted} invoices handled.`,
    );
  }
}
