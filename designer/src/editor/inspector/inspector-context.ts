import type { ConnectionSummary, FlowSummary } from '@lineshaft/api';
import { createContext, useContext } from 'react';
import type { KnownInput } from '../expression/known-input.ts';

/** What widgets know of the world around the node. */
export interface InspectorContext {
  connections: readonly ConnectionSummary[];
  flows: readonly FlowSummary[];
  /** Topics that are known, to choose from. */
  topics: readonly string[];
  /** What came into the node last, or will by the chosen sample; undefined: not known. */
  input: KnownInput | undefined;
  /** Finds out, where that is possible. */
  findInput: (() => Promise<void>) | undefined;
}

const context = createContext<InspectorContext>({
  connections: [],
  flows: [],
  topics: [],
  input: undefined,
  findInput: undefined,
});

export const InspectorContextProvider = context.Provider;

export function useInspector(): InspectorContext {
  return useContext(context);
}
