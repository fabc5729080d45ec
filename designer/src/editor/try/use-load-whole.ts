import { maxSampleBytes } from '@lineshaft/api';
import type { ShownItem } from './message-of-body.ts';
import { useTry, useTryStore } from './try-context.ts';

/** How to see the rest of an item that was cut off: by the same run again, unless that really sends. */
export function useLoadWhole(nodeId: string, item: ShownItem | undefined): (() => void) | undefined {
  const store = useTryStore();
  const wasSent = useTry(state => (state.alone.get(nodeId) ?? state.last)?.request.reallySend);
  if (!item?.truncated || wasSent || item.size > maxSampleBytes) return undefined;
  return () => void store.getState().loadWhole(nodeId);
}
