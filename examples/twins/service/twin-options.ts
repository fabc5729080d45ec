import type { Log } from './log.ts';
import type { OutboxOptions } from './outbox.ts';

/** What every twin is told. */
export interface TwinOptions {
  /** What the twin decides and how it fails follow from it. */
  seed: number;
  runtimeUrl: string;
  /** Ends everything that waits. */
  closing: AbortSignal;
  log: Log;
  patience?: OutboxOptions['patience'];
}
