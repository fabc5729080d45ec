import { createContext, use } from 'react';

/** What boxes on the canvas can ask for; undefined on a picture that cannot be edited. */
export interface CanvasActions {
  /** Opens the search for a node to add behind a port. */
  quickAdd: (nodeId: string, port: string, at: { x: number; y: number }) => void;
  changeNote: (id: string, change: { text?: string; width?: number; height?: number }) => void;
}

export const CanvasActionsContext = createContext<CanvasActions | undefined>(undefined);

export function useCanvasActions(): CanvasActions | undefined {
  return use(CanvasActionsContext);
}
