import type { SavedFlow } from '@lineshaft/api';
import { ActionIcon, Badge, Button, Group, SegmentedControl, Switch, Title, Tooltip } from '@mantine/core';
import { IconArrowBackUp, IconArrowForwardUp } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useSwitchFlow } from '../../api/flow-versions.ts';
import type { SaveLoop } from '../../editor/save/save-loop.ts';
import { SaveStatus } from '../../editor/save/save-status.tsx';
import { useEditor } from '../../editor/store/editor-context.ts';
import { messages } from './messages.ts';
import classes from './open-flow.module.css';
import { type ViewName, views } from './views.ts';

interface FlowHeaderProps {
  flow: SavedFlow;
  loop: SaveLoop | undefined;
  view: ViewName;
}

/** What flow this is, what of it runs now, whether the draft is saved, and what can be seen of it. */
export function FlowHeader({ flow, loop, view }: FlowHeaderProps) {
  const navigate = useNavigate();
  const name = useEditor(state => state.document['name']);
  const canUndo = useEditor(state => state.history.past.length > 0);
  const canRedo = useEditor(state => state.history.future.length > 0);
  const undo = useEditor(state => state.undo);
  const redo = useEditor(state => state.redo);
  return (
    <header className={classes['header']}>
      <Title order={1} className={classes['name']}>
        {typeof name === 'string' && name !== '' ? name : flow.id}
      </Title>
      <RunningVersion flow={flow} />
      <SaveStatus loop={loop} />
      <span className={classes['gap']} />
      <Group gap={2} wrap="nowrap">
        <Tooltip label={messages.undo}>
          <ActionIcon variant="subtle" color="gray" aria-label={messages.undo} disabled={!canUndo} onClick={undo}>
            <IconArrowBackUp size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={messages.redo}>
          <ActionIcon variant="subtle" color="gray" aria-label={messages.redo} disabled={!canRedo} onClick={redo}>
            <IconArrowForwardUp size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Group>
      <SegmentedControl
        aria-label={messages.views.label}
        value={view}
        data={views}
        onChange={next =>
          void navigate({
            to: '/flows/$flowId',
            params: { flowId: flow.id },
            search: next === 'edit' ? {} : { view: next as ViewName },
          })
        }
      />
      <Button
        onClick={() =>
          void navigate({ to: '/flows/$flowId', params: { flowId: flow.id }, search: { view: 'publish' } })
        }
      >
        {messages.publish}
      </Button>
    </header>
  );
}

/** Always in sight: what takes the messages now, and whether the draft says something else. */
function RunningVersion({ flow: { id, publishedVersion: version, enabled, draftDiffers } }: { flow: SavedFlow }) {
  const switchFlow = useSwitchFlow(id);
  const { state } = messages;
  const hint = version === null ? messages.neverHint : messages.enabledHint[enabled ? 'on' : 'off'];
  return (
    <Group gap={6} wrap="nowrap" style={{ flex: 'none' }}>
      <Badge variant="light" color={version === null ? 'gray' : enabled ? 'success' : 'orange'}>
        {version === null ? state.never : enabled ? state.runs(version) : state.off(version)}
      </Badge>
      {version !== null && draftDiffers && (
        <Badge variant="light" color="indigo">
          {state.draft}
        </Badge>
      )}
      <Tooltip label={hint}>
        <Switch
          aria-label={messages.enabled}
          checked={enabled && version !== null}
          disabled={version === null || switchFlow.isPending}
          onChange={event => switchFlow.mutate(event.currentTarget.checked)}
        />
      </Tooltip>
    </Group>
  );
}
