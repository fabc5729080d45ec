import type { ConnectionSummary } from '@lineshaft/api';
import { Alert, Button, Group, List, Modal, Stack, Text } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useDeleteConnection } from '../../api/connections.ts';
import link from '../../ui/link.module.css';
import { messages } from './messages.ts';

/** A button that says what would be lost, or why it cannot be done. */
export function DeleteConnection({ connection }: { connection: ConnectionSummary }) {
  const [isAsking, setAsking] = useState(false);
  const texts = messages.delete;
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>
        {texts.open}
      </Button>
      <Modal opened={isAsking} onClose={() => setAsking(false)} title={texts.title(connection.name)}>
        <Confirmation connection={connection} onClose={() => setAsking(false)} />
      </Modal>
    </>
  );
}

function Confirmation({ connection, onClose }: { connection: ConnectionSummary; onClose: () => void }) {
  const texts = messages.delete;
  const { id, usedBy, parked } = connection;
  const navigate = useNavigate();
  const deletion = useDeleteConnection(id);
  const isRefused = usedBy.length > 0 || parked > 0;
  return (
    <Stack gap="sm">
      {usedBy.length > 0 && (
        <Text size="sm" component="div">
          {texts.used(usedBy.length)}
          <List size="sm" mt={4}>
            {usedBy.map(({ flowId }) => (
              <List.Item key={flowId}>
                <Link to="/flows/$flowId" params={{ flowId }} className={link['plain']}>
                  {flowId}
                </Link>
              </List.Item>
            ))}
          </List>
        </Text>
      )}
      {parked > 0 && <Text size="sm">{texts.parked(parked)}</Text>}
      {!isRefused && <Text size="sm">{texts.text}</Text>}
      {deletion.isError && (
        <Alert color="red" role="alert">
          {deletion.error.message}
        </Alert>
      )}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose} data-autofocus>
          {texts.cancel}
        </Button>
        <Button
          color="red"
          disabled={isRefused}
          loading={deletion.isPending}
          onClick={() => deletion.mutate(undefined, { onSuccess: () => void navigate({ to: '/connections' }) })}
        >
          {texts.confirm}
        </Button>
      </Group>
    </Stack>
  );
}
