import { Button, Center, Loader, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { messages } from '../messages.ts';

/** Something is on its way. */
export function Loading({ label = messages.loading }: { label?: string }) {
  return (
    <Center p="xl" role="status" aria-label={label}>
      <Loader size="sm" />
    </Center>
  );
}

interface EmptyProps {
  title: string;
  /** Why there is nothing, and what to do next. */
  children: ReactNode;
  action?: ReactNode;
}

/** There is nothing here, and what to do about it. */
export function Empty({ title, children, action }: EmptyProps) {
  return (
    <Center p="xl">
      <Stack align="center" gap="xs" maw={480}>
        <Title order={2}>{title}</Title>
        <Text c="dimmed" size="sm" ta="center">
          {children}
        </Text>
        {action}
      </Stack>
    </Center>
  );
}

/** What went wrong, in the server's own words, and the way on. */
export function Failure({ error, retry }: { error: unknown; retry?: () => void }) {
  const text = error instanceof Error ? error.message : messages.errors.unreachable;
  return (
    <Center p="xl" role="alert">
      <Stack align="center" gap="xs" maw={520}>
        <Title order={2}>{messages.errors.title}</Title>
        <Text size="sm" ta="center">
          {text}
        </Text>
        {retry && (
          <Button variant="default" onClick={retry}>
            {messages.errors.retry}
          </Button>
        )}
      </Stack>
    </Center>
  );
}
