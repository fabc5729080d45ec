import type { PendingRunView } from '@lineshaft/api';

/** Why a run is still to do. */
export function pendingState({ dead, held, dueAt }: PendingRunView): 'dead' | 'held' | 'waiting' | 'due' {
  if (dead) return 'dead';
  if (held) return 'held';
  return dueAt === null ? 'due' : 'waiting';
}
