import { Button, Select, Switch, Tooltip } from '@mantine/core';
import { IconPlayerPlayFilled, IconPlayerStopFilled } from '@tabler/icons-react';
import { nodeTitle } from '../draft-flow.ts';
import { useEditor } from '../store/editor-context.ts';
import { messages } from './messages.ts';
import { PinsMenu } from './pins-menu.tsx';
import { RunResult } from './run-result.tsx';
import { chosenSource, type RunScope, sourcesOf } from './run-scope.ts';
import { SamplePicker } from './samples/sample-picker.tsx';
import classes from './try-panel.module.css';
import { useTry, useTryStore } from './try-context.ts';
import { useChosenNode } from './use-chosen-node.ts';
import { useRunning } from './use-running.tsx';

const texts = messages.bar;

/** On what to run, how far, and whether for real. */
export function RunBar() {
  const store = useTryStore();
  const node = useChosenNode();
  const isRunning = useTry(state => state.isRunning);
  const reallySend = useTry(state => state.reallySend);
  const title = node ? nodeTitle(node) : '';
  return (
    <div className={classes['bar']} role="toolbar" aria-label={texts.label}>
      <SamplePicker />
      <SourcePicker />
      <span className={classes['divider']} />
      {isRunning ? (
        <Button
          variant="default"
          leftSection={<IconPlayerStopFilled size={12} aria-hidden />}
          onClick={() => store.getState().stop()}
        >
          {texts.stop}
        </Button>
      ) : (
        <RunButton scope={{ kind: 'all' }} hint={texts.allHint} isMain label={texts.all} />
      )}
      <RunButton scope={node && { kind: 'until', nodeId: node.id }} hint={texts.untilHint(title)} label={texts.until} />
      <RunButton scope={node && { kind: 'only', nodeId: node.id }} hint={texts.onlyHint(title)} label={texts.only} />
      <Tooltip label={texts.reallySendHint[reallySend ? 'on' : 'off']} multiline maw={300}>
        <Switch
          color="orange"
          label={texts.reallySend}
          checked={reallySend}
          onChange={event => store.getState().choose({ reallySend: event.currentTarget.checked })}
        />
      </Tooltip>
      <PinsMenu />
      <RunResult />
    </div>
  );
}

interface RunButtonProps {
  /** Undefined while no node is chosen. */
  scope: RunScope | undefined;
  label: string;
  hint: string;
  isMain?: boolean;
}

function RunButton({ scope, label, hint, isMain = false }: RunButtonProps) {
  const { run, hindranceOf } = useRunning();
  const reallySend = useTry(state => state.reallySend);
  const hindrance = hindranceOf(scope);
  return (
    <Tooltip label={hindrance ?? hint} multiline maw={300}>
      <Button
        variant={isMain ? 'filled' : 'default'}
        {...(isMain && reallySend ? { color: 'orange' } : {})}
        leftSection={isMain ? <IconPlayerPlayFilled size={12} aria-hidden /> : undefined}
        // Not `disabled`: the tooltip that says why must be reachable by the keyboard.
        data-disabled={hindrance !== undefined || undefined}
        aria-disabled={hindrance !== undefined || undefined}
        onClick={() => {
          if (scope && hindrance === undefined) void run(scope);
        }}
      >
        {label}
      </Button>
    </Tooltip>
  );
}

/** By which source the sample comes in, where there are several. */
function SourcePicker() {
  const store = useTryStore();
  const flow = useEditor(state => state.flow);
  const chosen = useTry(state => state.sourceId);
  const sources = flow ? sourcesOf(flow, { kind: 'all' }) : [];
  if (sources.length < 2) return null;
  return (
    <Select
      aria-label={texts.source}
      w={170}
      allowDeselect={false}
      value={chosenSource(sources, chosen)?.id}
      data={sources.map(source => ({ value: source.id, label: nodeTitle(source) }))}
      onChange={sourceId => store.getState().choose({ sourceId: sourceId ?? undefined })}
    />
  );
}
