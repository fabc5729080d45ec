import { Button, Group, List, Progress, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type ExecutionOperation, executionKeys } from '../../api/executions.ts';
import { messages } from './messages.ts';
import { operateOnAll } from './operate-on-all.ts';

const texts = messages.bulk;

interface BulkOperationProps {
  operation: ExecutionOperation;
  ids: readonly string[];
  onClose: () => void;
}

/** Asks, does it to each, and says which were refused. */
export function BulkOperation({ operation, ids, onClose }: BulkOperationProps) {
  const client = useQueryClient();
  const [done, setDone] = useState(0);
  const run = useMutation({
    mutationFn: () => operateOnAll(operation, ids, setDone),
    onSettled: () => client.invalidateQueries({ queryKey: executionKeys.all }),
  });

  if (run.data) {
    const refused = run.data.filter(({ error }) => error !== undefined);
    return (
      <Stack gap="sm">
        <Text size="sm" role="status">
          {texts.progress(run.data.length - refused.length, ids.length)}. {texts.refused(refused.length)}
        </Text>
        <List size="xs" mah={260} style={{ overflow: 'auto' }}>
          {refused.map(({ id, error }) => (
            <List.Item key={id}>
              <code>{id}</code>: {error}
            </List.Item>
          ))}
        </List>
        <Group justify="flex-end">
          <Button data-autofocus onClick={onClose}>
            {texts.close}
          </Button>
        </Group>
      </Stack>
    );
  }
  return (
    <Stack gap="sm">
      <Text size="sm">{texts.hints[operation]}</Text>
      {run.isPending && <Progress value={(done / ids.length) * 100} aria-label={texts.progress(done, ids.length)} />}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose} disabled={run.isPending}>
          {texts.notNow}
        </Button>
        <Button
          data-autofocus
          color={operation === 'cancel' ? 'red' : undefined}
          loading={run.isPending}
          onClick={() => run.mutate()}
        >
          {texts.confirm(ids.length)}
        </Button>
      </Group>
    </Stack>
  );
}
