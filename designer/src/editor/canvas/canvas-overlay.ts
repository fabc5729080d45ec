import { createContext, use } from 'react';
import type { Mark } from './draw-flow.ts';

/** What a view of the flow puts on the canvas besides the drawing. */
export interface CanvasOverlay {
  /** By id of the node. */
  marks: ReadonlyMap<string, Mark>;
  /** By key of the edge. */
  edgeMarks: ReadonlyMap<string, Mark>;
  /** What can be done with a node: shown by the right button, and by the menu key. */
  menuOf: (nodeId: string) => NodeMenuItem[];
}

export interface NodeMenuItem {
  label: string;
  /** Keys that do the same. */
  keys?: string;
  /** Why it cannot be done now. */
  hindrance?: string | undefined;
  choose: () => void;
}

export const CanvasOverlayContext = createContext<CanvasOverlay | undefined>(undefined);

export function useCanvasOverlay(): CanvasOverlay | undefined {
  return use(CanvasOverlayContext);
}
