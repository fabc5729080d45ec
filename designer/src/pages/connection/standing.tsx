import type { ConnectionMode, ConnectionSummary } from '@lineshaft/api';
import { Alert, Badge, Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { useSetConnectionMode } from '../../api/connections.ts';
import { ConnectionHealth } from '../../connections/connection-health.tsx';
import { messages as shared } from '../../connections/messages.ts';
import { Card } from '../../ui/card.tsx';
import { formatInstant } from '../../ui/format-time.ts';
import classes from './connection-page.module.css';
import { messages } from './messages.ts';
import { ModeDialog } from './mode-dialog.tsx';

/** Health, circuit and mode, and the means to hold deliveries and to let them go. */
export function Standing({ connection }: { connection: ConnectionSummary }) {
  const texts = messages.standing;
  const { id, health, circuit, mode, modeSince, modeNote, drainRate, parked, environment } = connection;
  const [asked, setAsked] = useState<ConnectionMode>();
  return (
    <Card title={texts.title(environment)}>
      {connection.proposedMode && <Proposal connectionId={id} mode={connection.proposedMode} />}
      <dl className={classes['facts']}>
        <dt>{texts.health}</dt>
        <dd>
          <ConnectionHealth connection={connection} withAge />
          {health?.error && (
            <Text size="sm" className={classes['failed']}>
              {health.failedStep && texts.failedStep(health.failedStep)} {health.error.message}
            </Text>
          )}
        </dd>
        <dt>{texts.circuit}</dt>
        <dd>{shared.circuit[circuit]}</dd>
        <dt>{texts.deliveries}</dt>
        <dd>
          <Group gap={6}>
            <Badge size="sm" variant="light" color={mode === 'normal' ? 'gray' : 'orange'}>
              {shared.mode[mode]}
            </Badge>
            {drainRate !== null && <span>{texts.drainRate(drainRate)}</span>}
            {parked > 0 && <span>{texts.parked(parked)}</span>}
            {mode !== 'normal' && (
              <Text span size="xs" c="dimmed">
                {texts.since(formatInstant(modeSince))}
              </Text>
            )}
          </Group>
          {modeNote && mode !== 'normal' && (
            <Text size="sm" c="dimmed">
              {modeNote}
            </Text>
          )}
        </dd>
      </dl>
      <Group gap="xs" mt="sm">
        {modesFrom[mode].map(next => (
          <Button key={next} variant="default" onClick={() => setAsked(next)}>
            {messages.mode.set[next]}
          </Button>
        ))}
      </Group>
      <ModeDialog connectionId={id} mode={asked} onClose={() => setAsked(undefined)} />
    </Card>
  );
}

/** What one may go on to. */
const modesFrom: Record<ConnectionMode, ConnectionMode[]> = {
  normal: ['hold'],
  hold: ['drain', 'normal'],
  drain: ['drain', 'hold', 'normal'],
};

function Proposal({ connectionId, mode }: { connectionId: string; mode: ConnectionMode }) {
  const texts = messages.proposal;
  const setMode = useSetConnectionMode(connectionId);
  return (
    <Alert color="orange" title={texts.title} mb="sm">
      <Text size="sm" mb="xs">
        {texts.text}
      </Text>
      <Button loading={setMode.isPending} onClick={() => setMode.mutate({ mode, note: texts.note })}>
        {texts.accept}
      </Button>
      {setMode.isError && (
        <Text size="sm" role="alert" className={classes['failed']}>
          {setMode.error.message}
        </Text>
      )}
    </Alert>
  );
}
