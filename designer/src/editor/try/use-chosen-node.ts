import { useEditor } from '../store/editor-context.ts';

/** The node that is looked at, when it is one. */
export function useChosenNode() {
  const chosen = useEditor(state => state.selection.nodes);
  const flow = useEditor(state => state.flow);
  return chosen.size === 1 ? flow?.nodes.find(({ id }) => chosen.has(id)) : undefined;
}
