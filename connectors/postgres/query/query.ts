import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { Body, durationMs, implement, type IncomingMessage, type PollTurn } from '@lineshaft/flow';
import type { Pool } from 'pg';
import { postgresConnection } from '../connection/connection.ts';
import { inTransaction, type Statement } from '../in-transaction.ts';
import { postgresQueryManifest } from './manifest.ts';
import { readCursor, timeBefore, watermarkOf } from './watermark.ts';
import { type Start, type Watermark, watermarkStatement } from './watermark-statement.ts';

/** A query that takes longer is given up, so that a server that fell silent does not end the looking. */
const longestQueryMs = 300_000;

/** Polling Consumer of a table: the cursor is the watermark of the last row that was taken in. */
export const postgresQuery = implement(postgresQueryManifest, config => {
  const { watermark: columns, batch, initial } = config;
  const overlapMs = durationMs(config.overlap);
  const read = async (pool: Pool, turn: PollTurn, start: Start, to?: Watermark) =>
    readRows(pool, watermarkStatement(config, start, batch, to), turn.signal);
  const startAfter = (after: Watermark | null): Start => (after === null ? { from: initial } : { after });

  return {
    async receive(context) {
      const pool = context.connect(postgresConnection);
      const keyOf = (...watermarks: (Watermark | null)[]) => idempotencyKey(context.nodeId, watermarks);
      /** The rows of the overlap that the last pass over it took in: they need not be asked about again. */
      let known = new Set<string>();
      /** A pass over the overlap that needs several turns. */
      let pass: { after: Watermark; known: Set<string> } | undefined;

      async function takeRows(turn: PollTurn): Promise<{ more: boolean }> {
        const { after } = readCursor(turn.cursor, columns);
        const start =
          pass ??
          (overlapMs > 0 && after !== null ? { from: timeBefore(after[0] ?? '', overlapMs) } : startAfter(after));
        const rows = await read(pool, turn, start);
        const taken = pass?.known ?? new Set<string>();
        for (const row of rows) {
          turn.signal.throwIfAborted();
          const key = keyOf(watermarkOf(row, columns));
          if (!known.has(key)) await context.accept(messageOf(row, key));
          if (overlapMs > 0) taken.add(key);
        }
        const last = rows.at(-1);
        const reached = last && watermarkOf(last, columns);
        if (reached && !isDeepStrictEqual(reached, after)) await turn.saveCursor({ after: reached });
        const more = rows.length === batch;
        pass = more && reached && overlapMs > 0 ? { after: reached, known: taken } : undefined;
        if (!pass) known = taken;
        return { more };
      }

      /**
       * A batch is known by the rows between which it lies. They are saved before it is taken in: after a crash the same
       * batch is read again, whatever has come since.
       */
      async function takeBatch(turn: PollTurn): Promise<{ more: boolean }> {
        const { after, pending } = readCursor(turn.cursor, columns);
        const rows = await read(pool, turn, startAfter(after), pending);
        const last = rows.at(-1);
        const to = pending ?? (last && watermarkOf(last, columns));
        if (to === undefined) return { more: false };
        if (pending === undefined) await turn.saveCursor({ after, pending: to });
        if (last !== undefined) await context.accept(messageOf(rows, keyOf(after, to)));
        await turn.saveCursor({ after: to });
        return { more: pending !== undefined || rows.length === batch };
      }

      context.poll(durationMs(config.every), config.as === 'rows' ? takeRows : takeBatch);
      // The runtime ends the polling, the connection belongs to all.
      return async () => {};
    },
  };
});

async function readRows(pool: Pool, statement: Statement, signal: AbortSignal): Promise<Record<string, unknown>[]> {
  const end = AbortSignal.any([signal, AbortSignal.timeout(longestQueryMs)]);
  return inTransaction(pool, 'read only', end, async run => (await run(statement)).rows);
}

function messageOf(content: unknown, key: string): IncomingMessage {
  return { contentType: 'application/json', headers: {}, body: Body.fromJson(content), idempotencyKey: key };
}

function idempotencyKey(nodeId: string, watermarks: (Watermark | null)[]): string {
  const hash = createHash('sha256').update(JSON.stringify(watermarks)).digest('hex');
  return `${nodeId}/${hash}`;
}
