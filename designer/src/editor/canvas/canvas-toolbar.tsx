import { IconLayoutDistributeHorizontal, IconMap, IconNote } from '@tabler/icons-react';
import { Panel, useReactFlow } from '@xyflow/react';
import { useState } from 'react';
import { addNote } from '../commands/add-note.ts';
import { moveNodes } from '../commands/move-nodes.ts';
import { messages } from '../messages.ts';
import { useEditorStore } from '../store/editor-context.ts';
import { CanvasTool } from './canvas-tool.tsx';
import classes from './flow-canvas.module.css';
import { layOutInWorker } from './lay-out-in-worker.ts';
import { layoutTask } from './layout-task.ts';
import { wholeFlow, ZoomTools } from './zoom-tools.tsx';

/** What can be done with the drawing as a whole. */
export function CanvasToolbar({ isMapShown, onMap }: { isMapShown: boolean; onMap: (isShown: boolean) => void }) {
  const store = useEditorStore();
  const { fitView, screenToFlowPosition } = useReactFlow();
  const [isBusy, setIsBusy] = useState(false);

  const layOut = async () => {
    const { flow } = store.getState();
    if (!flow) return;
    setIsBusy(true);
    try {
      const places = await layOutInWorker(layoutTask(flow));
      store.getState().edit(current => moveNodes(current, places));
      requestAnimationFrame(() => void fitView(wholeFlow));
    } finally {
      setIsBusy(false);
    }
  };
  const note = () => {
    const middle = screenToFlowPosition({ x: window.innerWidth / 2, y: window.innerHeight / 3 });
    store.getState().edit(current => addNote(current, middle));
    const id = store.getState().flow?.notes?.at(-1)?.id;
    if (id !== undefined) store.getState().select({ notes: new Set([id]) });
  };

  return (
    <Panel position="bottom-left" className={classes['toolbar']} role="toolbar" aria-label={messages.toolbar.label}>
      <ZoomTools />
      <CanvasTool
        icon={IconLayoutDistributeHorizontal}
        label={messages.toolbar.layOut}
        onClick={() => void layOut()}
        isBusy={isBusy}
      />
      <CanvasTool icon={IconNote} label={messages.toolbar.addNote} onClick={note} />
      <CanvasTool
        icon={IconMap}
        label={messages.toolbar.minimap}
        onClick={() => onMap(!isMapShown)}
        isPressed={isMapShown}
      />
    </Panel>
  );
}
