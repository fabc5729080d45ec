import { useReactFlow } from '@xyflow/react';
import { type RefObject, useEffect } from 'react';
import { copyNodes, pasteNodes, readCopiedNodes } from '../commands/paste-nodes.ts';
import { removeSelection } from '../commands/remove-selection.ts';
import { useEditorStore } from '../store/editor-context.ts';
import { isTyping } from './is-typing.ts';

/**
 * Copy, cut and paste through the system's clipboard, as JSON: between flows, tabs and browsers. The events of the
 * browser need no permission, unlike its clipboard API.
 */
export function useClipboard(frame: RefObject<HTMLElement | null>): void {
  const store = useEditorStore();
  const { screenToFlowPosition } = useReactFlow();
  useEffect(() => {
    let pastes = 0;
    const isOurs = (event: ClipboardEvent) =>
      !isTyping(event.target) &&
      (event.target === document.body || frame.current?.contains(event.target as Node) === true) &&
      document.getSelection()?.isCollapsed !== false;
    const onCopy = (event: ClipboardEvent) => {
      const { flow, selection, edit } = store.getState();
      if (!isOurs(event) || !flow || selection.nodes.size + selection.notes.size === 0) return;
      event.clipboardData?.setData('text/plain', JSON.stringify(copyNodes(flow, selection), undefined, 2));
      event.preventDefault();
      pastes = 0;
      if (event.type === 'cut') edit(current => removeSelection(current, { ...selection, edges: new Set() }));
    };
    const onPaste = (event: ClipboardEvent) => {
      const copied = isOurs(event) ? readCopiedNodes(event.clipboardData?.getData('text/plain') ?? '') : undefined;
      const { flow, replace, select } = store.getState();
      if (!copied || !flow || !frame.current) return;
      event.preventDefault();
      const { x, y, width, height } = frame.current.getBoundingClientRect();
      const corner = screenToFlowPosition({ x: x + width / 3, y: y + height / 3 });
      const shift = 30 * pastes++;
      const after = pasteNodes(flow, copied, { x: corner.x + shift, y: corner.y + shift });
      replace(after.flow);
      select(after.pasted);
    };
    document.addEventListener('copy', onCopy);
    document.addEventListener('cut', onCopy);
    document.addEventListener('paste', onPaste);
    return () => {
      document.removeEventListener('copy', onCopy);
      document.removeEventListener('cut', onCopy);
      document.removeEventListener('paste', onPaste);
    };
  }, [store, frame, screenToFlowPosition]);
}
