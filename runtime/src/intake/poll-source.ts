import { setTimeout as sleep } from 'node:timers/promises';
import { LineshaftError, type SourceContext } from '@lineshaft/flow';
import type { Pool } from 'pg';
import type { Epoch } from '../ledger/epoch.ts';
import { claimCursor, type PollingSource, releaseCursor, saveCursor } from '../ledger/source-cursor.ts';

export interface PollContext {
  pool: Pool;
  epoch: Epoch;
  /** Called after each turn; undefined: it went well. */
  onTurn: (error: unknown) => void;
}

/** Turns that fail come no closer together than this, milliseconds. */
const pauseAfterFailureMs = 1000;

/** Turns of one source, in whichever process has it. Returns how to end them: resolves when no turn is under way. */
export function pollSource(
  { pool, epoch, onTurn }: PollContext,
  source: PollingSource,
  everyMs: number,
  turn: Parameters<SourceContext['poll']>[1],
): () => Promise<void> {
  const closing = new AbortController();
  const { signal } = closing;

  /** Whether the next turn may follow at once. */
  async function takeTurn(): Promise<boolean> {
    const epochId = epoch.id;
    const claimed = await claimCursor(pool, epochId, source);
    if (!claimed) return false;
    const { more } = await turn({
      cursor: claimed.cursor,
      now: epoch.now(),
      signal,
      saveCursor: async cursor => {
        if (await saveCursor(pool, epochId, source, cursor)) return;
        throw new LineshaftError('unavailable', 'Another process polls this source by now.');
      },
    });
    return more;
  }

  async function takeTurns(): Promise<void> {
    while (!signal.aborted) {
      let pauseMs = everyMs;
      try {
        if (await takeTurn()) pauseMs = 0;
        onTurn(undefined);
      } catch (error) {
        if (signal.aborted) break;
        onTurn(error);
        pauseMs = Math.max(everyMs, pauseAfterFailureMs);
      }
      if (pauseMs > 0) await sleep(pauseMs, undefined, { signal }).catch(ignoreAbort);
    }
    await releaseCursor(pool, epoch.id, source);
  }

  const turns = takeTurns();
  return () => {
    closing.abort(new LineshaftError('cancelled', 'The source is closing.'));
    return turns;
  };
}

function ignoreAbort(error: unknown): void {
  if (!(error instanceof Error) || error.name !== 'AbortError') throw error;
}
