import { createContext, use } from 'react';
import { useStore } from 'zustand';
import type { EditorActions, EditorState, EditorStore } from './editor-store.ts';

export const EditorContext = createContext<EditorStore | undefined>(undefined);

/** The store of the editor that the component stands in. */
export function useEditorStore(): EditorStore {
  const store = use(EditorContext);
  if (store === undefined) throw new Error('This part of the editor stands outside of an editor.');
  return store;
}

/** A part of the editor's state; rendered anew when it changes. */
export function useEditor<Part>(select: (state: EditorState & EditorActions) => Part): Part {
  return useStore(useEditorStore(), select);
}
