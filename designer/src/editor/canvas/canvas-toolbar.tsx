import { ActionIcon, Tooltip } from '@mantine/core';
import {
  IconLayoutDistributeHorizontal,
  IconMap,
  IconMaximize,
  IconMinus,
  IconNote,
  IconPlus,
  type TablerIcon,
} from '@tabler/icons-react';
import { Panel, useReactFlow } from '@xyflow/react';
import { useState } from 'react';
import { addNote } from '../commands/add-note.ts';
import { moveNodes } from '../commands/move-nodes.ts';
import { messages } from '../messages.ts';
import { portsOf } from '../node-catalog.ts';
import { useEditorStore } from '../store/editor-context.ts';
import classes from './flow-canvas.module.css';
import { layOutInWorker } from './lay-out-in-worker.ts';
import { nodeHeight, nodeWidth } from './node-geometry.ts';

/** What can be done with the drawing as a whole. */
export function CanvasToolbar({ isMapShown, onMap }: { isMapShown: boolean; onMap: (isShown: boolean) => void }) {
  const store = useEditorStore();
  const { zoomIn, zoomOut, fitView, screenToFlowPosition } = useReactFlow();
  const [isBusy, setIsBusy] = useState(false);
  const fit = () => void fitView({ maxZoom: 1, padding: 0.15, duration: 200 });

  const layOut = async () => {
    const { flow } = store.getState();
    if (!flow) return;
    setIsBusy(true);
    try {
      const boxes = flow.nodes.map(node => ({
        id: node.id,
        width: nodeWidth,
        height: nodeHeight(portsOf(node).length),
      }));
      const places = await layOutInWorker({ boxes, edges: flow.edges.map(({ from, to }) => ({ from, to })) });
      store.getState().edit(current => moveNodes(current, places));
      requestAnimationFrame(fit);
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
      <Tool icon={IconPlus} label={messages.toolbar.zoomIn} onClick={() => void zoomIn()} />
      <Tool icon={IconMinus} label={messages.toolbar.zoomOut} onClick={() => void zoomOut()} />
      <Tool icon={IconMaximize} label={messages.toolbar.fit} onClick={fit} />
      <Tool
        icon={IconLayoutDistributeHorizontal}
        label={messages.toolbar.layOut}
        onClick={() => void layOut()}
        isBusy={isBusy}
      />
      <Tool icon={IconNote} label={messages.toolbar.addNote} onClick={note} />
      <Tool icon={IconMap} label={messages.toolbar.minimap} onClick={() => onMap(!isMapShown)} isPressed={isMapShown} />
    </Panel>
  );
}

interface ToolProps {
  icon: TablerIcon;
  label: string;
  onClick: () => void;
  isBusy?: boolean;
  isPressed?: boolean;
}

function Tool({ icon: Icon, label, onClick, isBusy = false, isPressed }: ToolProps) {
  return (
    <Tooltip label={label} position="right" openDelay={400}>
      <ActionIcon
        variant={isPressed ? 'light' : 'default'}
        size={28}
        aria-label={label}
        aria-pressed={isPressed}
        loading={isBusy}
        onClick={onClick}
      >
        <Icon size={15} stroke={1.6} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}
