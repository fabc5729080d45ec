import type { ConnectionSummary, FlowSummary } from '@lineshaft/api';
import { createContext, useContext } from 'react';

/** What widgets know of the world around the node. */
export interface InspectorContext {
  connections: readonly ConnectionSummary[];
  flows: readonly FlowSummary[];
  /** Topics that are known, to choose from. */
  topics: readonly string[];
}

const context = createContext<InspectorContext>({ connections: [], flows: [], topics: [] });

export const InspectorContextProvider = context.Provider;

export function useInspector(): InspectorContext {
  return useContext(context);
}
