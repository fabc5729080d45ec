import type { ConnectionSummary } from '@lineshaft/api';
import { Alert, Button, Group, Stack, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useSaveConnection } from '../../api/connections.ts';
import { Card } from '../../ui/card.tsx';
import { messages } from './messages.ts';

/** What people call the connection. */
export function NamesForm({ connection }: { connection: ConnectionSummary }) {
  const texts = messages.names;
  const [name, setName] = useState(connection.name);
  const [description, setDescription] = useState(connection.description ?? '');
  const save = useSaveConnection();
  const isChanged = name !== connection.name || description !== (connection.description ?? '');
  return (
    <Card title={texts.title}>
      <form
        onSubmit={event => {
          event.preventDefault();
          const { id, type } = connection;
          save.mutate({ id, type, name, ...(description === '' ? {} : { description }) });
        }}
      >
        <Stack gap="sm">
          <TextInput
            label={texts.name}
            required
            maxLength={120}
            value={name}
            onChange={event => setName(event.currentTarget.value)}
          />
          <Textarea
            label={texts.description}
            autosize
            minRows={2}
            maxLength={2000}
            value={description}
            onChange={event => setDescription(event.currentTarget.value)}
          />
          {save.isError && (
            <Alert color="red" role="alert">
              {save.error.message}
            </Alert>
          )}
          <Group>
            <Button type="submit" variant="default" disabled={!isChanged || name === ''} loading={save.isPending}>
              {texts.save}
            </Button>
          </Group>
        </Stack>
      </form>
    </Card>
  );
}
