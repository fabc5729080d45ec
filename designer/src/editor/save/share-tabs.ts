import type { JsonObject } from '../draft-flow.ts';
import type { EditorStore } from '../store/editor-store.ts';
import type { SavedDraft, SaveLoop } from './save-loop.ts';

type TabMessage = { kind: 'edited'; document: JsonObject } | { kind: 'saved'; saved: SavedDraft };

/** The part of a BroadcastChannel that is used. */
export interface TabChannel {
  postMessage(message: TabMessage): void;
  addEventListener(type: 'message', listener: (event: { data: TabMessage }) => void): void;
  removeEventListener(type: 'message', listener: (event: { data: TabMessage }) => void): void;
}

/**
 * Keeps the tabs of one browser that have the same flow open on one document: each edit is in all of them at once, and
 * the tab that made it saves it.
 */
export function shareWithTabs(store: EditorStore, loop: Pick<SaveLoop, 'takeOver'>, channel: TabChannel) {
  const unsubscribe = store.subscribe((now, before) => {
    if (now.document === before.document || now.edits === before.edits) return;
    channel.postMessage({ kind: 'edited', document: now.document });
  });
  const onMessage = ({ data }: { data: TabMessage }) => {
    if (data.kind === 'saved') loop.takeOver(data.saved);
    // A conflict here is being decided by hand; what is decided is saved and heard of then.
    else if (store.getState().save.kind !== 'conflict') store.getState().adopt(data.document);
  };
  channel.addEventListener('message', onMessage);
  return {
    tellSaved: (saved: SavedDraft) => channel.postMessage({ kind: 'saved', saved }),
    stop() {
      unsubscribe();
      channel.removeEventListener('message', onMessage);
    },
  };
}
