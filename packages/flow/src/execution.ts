import { z } from 'zod';

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
