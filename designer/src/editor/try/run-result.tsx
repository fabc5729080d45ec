import { Badge, Loader, Text } from '@mantine/core';
import { formatDuration } from '../../ui/format-time.ts';
import { StatusLabel } from '../../ui/status-label.tsx';
import { nodeTitle } from '../draft-flow.ts';
import { useEditor } from '../store/editor-context.ts';
import { messages } from './messages.ts';
import { failedNode } from './trace-of-trial.ts';
import classes from './try-panel.module.css';
import { useTry } from './try-context.ts';
import { isOutdated } from './try-request.ts';
import type { Tried } from './try-store.ts';

const texts = messages.bar;

/** How the last run went, in a few words. */
export function RunResult() {
  const isRunning = useTry(state => state.isRunning);
  const isStopped = useTry(state => state.isStopped);
  const error = useTry(state => state.error);
  const latest = useTry(state => state.latest);
  return (
    <div className={classes['result']} role="status">
      {isRunning ? (
        <>
          <Loader size={14} aria-hidden />
          {texts.running}
        </>
      ) : isStopped ? (
        <StatusLabel tone="quiet">{texts.stopped}</StatusLabel>
      ) : error ? (
        <StatusLabel tone="bad">{messages.outcome.notRun}</StatusLabel>
      ) : (
        latest && <Result tried={latest} />
      )}
    </div>
  );
}

function Result({ tried: { trial, request, definition } }: { tried: Tried }) {
  const document = useEditor(state => state.document);
  const flow = useEditor(state => state.flow);
  const failed = failedNode(trial);
  const node = flow?.nodes.find(({ id }) => id === failed);
  const runs = trial.executions.reduce((sum, execution) => sum + execution.runs.length, 0);
  return (
    <>
      {isOutdated(definition, document) && (
        <Text size="sm" c="dimmed">
          {texts.outdated}
        </Text>
      )}
      {request.reallySend && (
        <Badge color="orange" variant="light">
          {texts.sentMark}
        </Badge>
      )}
      {trial.refused ? (
        <StatusLabel tone="bad">{messages.outcome.refused}</StatusLabel>
      ) : trial.endedBy ? (
        <StatusLabel tone="wait">{texts.ended[trial.endedBy]}</StatusLabel>
      ) : failed !== undefined ? (
        <StatusLabel tone="bad">{texts.failed(node ? nodeTitle(node) : failed)}</StatusLabel>
      ) : (
        <StatusLabel tone="good">{texts.succeeded(runs, formatDuration(trial.durationMs))}</StatusLabel>
      )}
    </>
  );
}
