import type { ConnectionSummary, ConnectionTestProgress } from '@lineshaft/api';
import { Alert, Button, Loader, Stack, Text } from '@mantine/core';
import { IconCheck, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTestConnection } from '../../api/connections.ts';
import { Card } from '../../ui/card.tsx';
import { formatDuration } from '../../ui/format-time.ts';
import { useNow } from '../../ui/use-now.ts';
import classes from './connection-page.module.css';
import { messages } from './messages.ts';
import { remedyFor } from './remedy.ts';

interface TestConnectionProps {
  connection: ConnectionSummary;
  /** Whether there are changes that are not saved. */
  isChanged: boolean;
}

/** Goes through the handshake and shows each step of it as it happens. */
export function TestConnection({ connection, isChanged }: TestConnectionProps) {
  const { id, hasSettings, environment } = connection;
  const texts = messages.test;
  const { progress, error, isPending, begin } = useTestConnection(id);
  return (
    <Card
      title={texts.title}
      actions={
        <Button variant="default" disabled={!hasSettings || isPending} onClick={begin}>
          {texts.run}
        </Button>
      }
    >
      <Stack gap="xs">
        <Text size="sm" c="dimmed">
          {hasSettings ? texts.text(environment) : texts.unset(environment)} {isChanged && texts.unsaved}
        </Text>
        <div role="status">
          {isPending && progress === undefined && <Text size="sm">{texts.running}</Text>}
          {progress && (
            <>
              <Text size="sm" fw={600} className={classes[headingTone(progress)]}>
                {headingOf(progress)}
              </Text>
              <ol className={classes['list']}>
                {progress.steps.map((step, index) => (
                  // A handshake may have two steps of one title.
                  <Step key={`${index} ${step.title}`} step={step} />
                ))}
              </ol>
            </>
          )}
        </div>
        {error && (
          <Alert color="red" role="alert">
            {error.message}
          </Alert>
        )}
      </Stack>
    </Card>
  );
}

function headingOf({ passed, steps }: ConnectionTestProgress): string {
  const texts = messages.test;
  if (passed === null) return texts.running;
  if (!passed) return texts.failed(steps.at(-1)?.title ?? '');
  return texts.took(formatDuration(steps.reduce((sum, { durationMs }) => sum + durationMs, 0)));
}

function headingTone({ passed }: ConnectionTestProgress): string {
  if (passed === null) return 'running';
  return passed ? 'passed' : 'failed';
}

function Step({ step }: { step: ConnectionTestProgress['steps'][number] }) {
  const { title, state, durationMs, error } = step;
  return (
    <li className={classes['step']}>
      {state === 'running' ? <Loader size={14} aria-label={messages.test.state.running} /> : <StepIcon state={state} />}
      <div>
        {title}
        {error && (
          <>
            <Text size="sm" className={classes['failed']}>
              {error.message}
            </Text>
            <Text size="sm">
              <b>{messages.test.next}</b> {remedyFor({ title, error })}
            </Text>
          </>
        )}
      </div>
      <Text size="xs" c="dimmed" className={classes['time']}>
        {state === 'running' ? <RunningTime /> : formatDuration(durationMs)}
      </Text>
    </li>
  );
}

function StepIcon({ state }: { state: 'passed' | 'failed' }) {
  const Icon = state === 'passed' ? IconCheck : IconX;
  return <Icon size={16} className={classes[state]} aria-label={messages.test.state[state]} role="img" />;
}

/** How long the step that is under way takes already; begun when it is first shown. */
function RunningTime() {
  const now = useNow(100);
  const [begun] = useState(now);
  return formatDuration(Math.max(0, Math.round((now - begun) / 100) * 100));
}
