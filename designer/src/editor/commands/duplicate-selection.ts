import type { DraftFlow } from '../draft-flow.ts';
import { copyNodes, pasteNodes } from './paste-nodes.ts';

/** Adds the chosen nodes once more, beside themselves. */
export function duplicateSelection(flow: DraftFlow, ids: ReadonlySet<string>): { flow: DraftFlow; ids: string[] } {
  const copied = copyNodes(flow, ids);
  return copied.nodes.length === 0 ? { flow, ids: [] } : pasteNodes(flow, copied);
}
