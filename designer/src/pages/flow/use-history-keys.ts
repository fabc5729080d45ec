import { useEffect } from 'react';
import { isTyping } from '../../editor/canvas/is-typing.ts';
import type { EditorStore } from '../../editor/store/editor-store.ts';

/** Undo and redo by keys, anywhere on the page but in fields, which have their own. */
export function useHistoryKeys(store: EditorStore): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || isTyping(event.target)) return;
      const key = event.key.toLowerCase();
      if (key === 'z' && !event.shiftKey) store.getState().undo();
      else if (key === 'y' || key === 'z') store.getState().redo();
      else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [store]);
}
