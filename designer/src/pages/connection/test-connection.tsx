import type { ConnectionSummary, ConnectionTestStep } from '@lineshaft/api';
import { Alert, Button, Group, Loader, Stack, Text } from '@mantine/core';
import { IconCheck, IconX } from '@tabler/icons-react';
import { useTestConnection } from '../../api/connections.ts';
import { Card } from '../../ui/card.tsx';
import { formatDuration } from '../../ui/format-time.ts';
import classes from './connection-page.module.css';
import { messages } from './messages.ts';

interface TestConnectionProps {
  connection: ConnectionSummary;
  /** Whether there are changes that are not saved. */
  isChanged: boolean;
}

/** Goes through the handshake and shows each step of it. */
export function TestConnection({ connection, isChanged }: TestConnectionProps) {
  const { id, hasSettings, environment } = connection;
  const texts = messages.test;
  const test = useTestConnection(id);
  return (
    <Card
      title={texts.title}
      actions={
        <Button variant="default" disabled={!hasSettings || test.isPending} onClick={() => test.mutate()}>
          {texts.run}
        </Button>
      }
    >
      <Stack gap="xs">
        <Text size="sm" c="dimmed">
          {hasSettings ? texts.text(environment) : texts.unset(environment)} {isChanged && texts.unsaved}
        </Text>
        <div role="status">
          {test.isPending && (
            <Group gap="xs">
              <Loader size="xs" />
              <Text size="sm">{texts.running}</Text>
            </Group>
          )}
          {test.data && !test.isPending && (
            <>
              <Text size="sm" fw={600} className={classes[test.data.passed ? 'passed' : 'failed']}>
                {test.data.passed ? texts.passed : texts.failed}
              </Text>
              <ol className={classes['list']}>
                {test.data.steps.map((step, index) => (
                  // A handshake may have two steps of one title.
                  <Step key={`${index} ${step.title}`} step={step} />
                ))}
              </ol>
            </>
          )}
        </div>
        {test.isError && (
          <Alert color="red" role="alert">
            {test.error.message}
          </Alert>
        )}
      </Stack>
    </Card>
  );
}

function Step({ step: { title, state, durationMs, error } }: { step: ConnectionTestStep }) {
  const Icon = state === 'passed' ? IconCheck : IconX;
  return (
    <li className={classes['step']}>
      <Icon size={16} className={classes[state]} aria-label={messages.test.state[state]} role="img" />
      <div>
        {title}
        {error && (
          <Text size="sm" className={classes['failed']}>
            {error.message}
          </Text>
        )}
      </div>
      <Text size="xs" c="dimmed">
        {formatDuration(durationMs)}
      </Text>
    </li>
  );
}
