import type { ConnectionSummary } from '@lineshaft/api';
import { Text } from '@mantine/core';
import { formatDuration } from '../ui/format-time.ts';
import { useNow } from '../ui/use-now.ts';
import classes from './connection-health.module.css';
import { messages } from './messages.ts';

type Standing = Pick<ConnectionSummary, 'health' | 'hasSettings'>;

/** How a connection's last test went, in a colour and in words. */
export function ConnectionHealth({ connection, withAge = false }: { connection: Standing; withAge?: boolean }) {
  const state = healthState(connection);
  const { health } = connection;
  return (
    <span className={classes['health']}>
      <span className={classes['dot']} data-state={state} aria-hidden />
      <Text component="span" inherit>
        {messages.health[state]}
      </Text>
      {withAge && health && <Age checkedAt={health.checkedAt} />}
    </span>
  );
}

export type HealthState = keyof Omit<typeof messages.health, 'checked'>;

export function healthState({ health, hasSettings }: Standing): HealthState {
  if (!hasSettings) return 'noSettings';
  return health?.state ?? 'unknown';
}

function Age({ checkedAt }: { checkedAt: string }) {
  const age = Math.max(0, useNow(5000) - Date.parse(checkedAt));
  return (
    <Text component="span" size="xs" c="dimmed">
      {messages.health.checked(formatDuration(Math.round(age / 1000) * 1000))}
    </Text>
  );
}
