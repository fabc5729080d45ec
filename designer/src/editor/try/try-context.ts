import { createContext, use } from 'react';
import { useStore } from 'zustand';
import type { TryStore } from './try-store.ts';

export const TryContext = createContext<TryStore | undefined>(undefined);

export function useTryStore(): TryStore {
  const store = use(TryContext);
  if (store === undefined) throw new Error('This part stands outside of the view in which a flow is tried.');
  return store;
}

/** A part of what is being tried; rendered anew when it changes. */
export function useTry<Part>(select: (state: ReturnType<TryStore['getState']>) => Part): Part {
  return useStore(useTryStore(), select);
}
