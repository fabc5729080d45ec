import { z } from 'zod';
import type { ErrorRecord } from './errors.ts';

/**
 * One message through one published flow version:
 * `queued → running → (waiting → queued)* → succeeded | dead-lettered | cancelled`; `blocked` while an earlier
 * message with the same ordering key is not through.
 */
export const executionStates = [
  'queued',
  'blocked',
  'running',
  'waiting',
  'succeeded',
  'dead-lettered',
  'cancelled',
] as const;
export const executionStateSchema = z.enum(executionStates);
export type ExecutionState = (typeof executionStates)[number];

/** States that nothing leaves by itself. */
export const endStates: readonly ExecutionState[] = ['succeeded', 'dead-lettered', 'cancelled'];

/** How one attempt of a node run ended. A failed one may be followed by another attempt. */
export const nodeRunStates = ['succeeded', 'failed', 'cancelled'] as const;
export const nodeRunStateSchema = z.enum(nodeRunStates);
export type NodeRunState = (typeof nodeRunStates)[number];

/** Where the input of a node run lies: an item that an earlier run sent out, or (undefined) the message itself. */
export interface InputOrigin {
  run: number;
  item: number;
}

/** A node run that is due or at work, or that failed for good and may be retried by hand. */
export interface PendingRun {
  /** Number of the node run within its execution; part of its idempotency key. */
  run: number;
  nodeId: string;
  from?: InputOrigin;
  /** Attempts made so far, over all retries by hand. */
  attempts: number;
  /** Attempts made since the last retry by hand: what the retry policy counts. */
  tries: number;
  /** When the next attempt is due, database clock, milliseconds since 1970. Left out: now. */
  dueAt?: number;
  /** The node failed at the end of its retry policy: the run lies in the dead letter channel. */
  dead?: boolean;
  /** The run waits until deliveries over its connection are let through again. */
  held?: boolean;
  /** The run undoes this earlier one. */
  undoes?: number;
}

/** A run that was done and can be undone. */
export interface DoneRun {
  run: number;
  nodeId: string;
  from?: InputOrigin;
}

/** What an execution has still to do: enough to go on in another process. What was done stands in its node runs. */
export interface Checkpoint {
  nextRun: number;
  pending: PendingRun[];
  /** Runs that can be undone, as they were done. */
  done?: DoneRun[];
  /** A node failed for good and the runs in `done` are being undone, the last one first. */
  compensating?: ExecutionError;
}

/** The failure that an execution shows: which node, and what went wrong there. */
export interface ExecutionError extends ErrorRecord {
  nodeId: string;
}

/** What a node run sent out, without the body. */
export interface OutputRecord {
  port: string;
  contentType: string;
  headers: Record<string, string>;
  /** Bytes of the body; null when it is the input's body, which is not kept twice. */
  size: number | null;
}
