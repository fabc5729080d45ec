import type { DraftFlow } from '../draft-flow.ts';
import { copyNodes, pasteNodes, type ToCopy } from './paste-nodes.ts';

/** Adds the chosen nodes and notes once more, beside themselves; undefined when none is chosen. */
export function duplicateSelection(flow: DraftFlow, chosen: ToCopy): { flow: DraftFlow; pasted: ToCopy } | undefined {
  if (chosen.nodes.size + chosen.notes.size === 0) return undefined;
  return pasteNodes(flow, copyNodes(flow, chosen));
}
