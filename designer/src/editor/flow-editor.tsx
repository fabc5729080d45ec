import { ActionIcon, Button, SegmentedControl } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { ReactFlowProvider } from '@xyflow/react';
import { type ReactNode, useEffect, useState } from 'react';
import { useConnectionNames, useConnections } from '../api/connections.ts';
import { Empty } from '../ui/states.tsx';
import { CanvasTool } from './canvas/canvas-tool.tsx';
import { FlowCanvas } from './canvas/flow-canvas.tsx';
import classes from './flow-editor.module.css';
import { InspectorPanel } from './inspector-panel.tsx';
import { messages } from './messages.ts';
import { Outline } from './outline.tsx';
import { Palette } from './palette/palette.tsx';
import { ProblemList } from './problem-list.tsx';
import { useEditor, useEditorStore } from './store/editor-context.ts';
import { watchProblems } from './store/watch-problems.ts';

/** Palette, canvas and settings, with the problems beneath; `below` takes the place of all but the canvas. */
export function FlowEditor({ below }: { below?: ReactNode }) {
  const flow = useEditor(state => state.flow);
  const fault = useEditor(state => state.fault);
  const flowId = useEditor(state => state.flowId);
  const names = useConnectionNames();
  useKnownConnections();
  const [isSideShown, setSideShown] = useLocalStorage({ key: 'lineshaft/editor/side', defaultValue: true });
  if (!flow)
    return (
      <Empty
        title={messages.undrawable.title}
        action={
          <Button component={Link} to={`/flows/${flowId}?view=json`} variant="default">
            {messages.undrawable.openJson}
          </Button>
        }
      >
        {fault} {messages.undrawable.hint}
      </Empty>
    );
  return (
    <ReactFlowProvider>
      <div className={classes['editor']}>
        <div className={classes['work']}>
          {below === undefined && isSideShown && <Side onHide={() => setSideShown(false)} />}
          <div className={classes['canvas']}>
            <FlowCanvas flow={flow} connections={names} />
            {below === undefined && !isSideShown && (
              <div className={classes['showSide']}>
                <CanvasTool
                  icon={IconLayoutSidebarLeftExpand}
                  label={messages.side.show}
                  onClick={() => setSideShown(true)}
                />
              </div>
            )}
          </div>
          {below === undefined && <InspectorPanel />}
        </div>
        {below ?? <ProblemList />}
      </div>
    </ReactFlowProvider>
  );
}

/** What can be added, or what is there. */
function Side({ onHide }: { onHide: () => void }) {
  const [side, setSide] = useState<'palette' | 'outline'>('palette');
  return (
    <div className={classes['side']}>
      <div className={classes['sideHead']}>
        <SegmentedControl
          className={classes['views']}
          value={side}
          onChange={value => setSide(value as typeof side)}
          data={[
            { value: 'palette', label: messages.palette.label },
            { value: 'outline', label: messages.outline.label },
          ]}
        />
        <ActionIcon
          variant="subtle"
          color="gray"
          size={30}
          aria-label={messages.side.hide}
          title={messages.side.hide}
          onClick={onHide}
        >
          <IconLayoutSidebarLeftCollapse size={16} stroke={1.6} aria-hidden />
        </ActionIcon>
      </div>
      {side === 'palette' ? <Palette /> : <Outline />}
    </div>
  );
}

/** Lets the checks know which connections there are. */
function useKnownConnections(): void {
  const store = useEditorStore();
  const { data } = useConnections();
  const connections = data?.connections;
  useEffect(() => {
    const known = connections && new Map(connections.map(({ id, type, hasSettings }) => [id, { type, hasSettings }]));
    return watchProblems(store, () => known);
  }, [store, connections]);
}
