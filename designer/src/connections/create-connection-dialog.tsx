import { connectionManifests } from '@lineshaft/connectors/connection-manifests';
import { flowDefinitionSchema } from '@lineshaft/flow';
import { Alert, Button, Group, Modal, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useConnections, useSaveConnection } from '../api/connections.ts';
import { idFrom } from '../ui/id-from.ts';
import { messages } from './messages.ts';

interface CreateConnectionDialogProps {
  opened: boolean;
  onClose: () => void;
  /** With the id of the connection that was made. */
  onCreated: (id: string) => void;
  /** The kind that is wanted; left out: any. */
  type?: string | undefined;
}

/** Asks for kind, name and id, and makes the connection. Its settings are given on its own page. */
export function CreateConnectionDialog({ opened, onClose, ...rest }: CreateConnectionDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={messages.create.title}>
      <CreateConnectionForm onClose={onClose} {...rest} />
    </Modal>
  );
}

function CreateConnectionForm({ onClose, onCreated, type: wanted }: Omit<CreateConnectionDialogProps, 'opened'>) {
  const texts = messages.create;
  const { data } = useConnections();
  const save = useSaveConnection();
  const [type, setType] = useState(wanted ?? connectionManifests[0]?.type ?? '');
  const [name, setName] = useState('');
  const [description, setDescription] = useState('');
  const [ownId, setOwnId] = useState<string>();
  const id = ownId ?? idFrom(name);
  const idFault = id === '' ? undefined : faultOf(id, data?.connections ?? []);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate({ id, type, name, ...(description === '' ? {} : { description }) }, { onSuccess: () => onCreated(id) });
  };

  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {texts.intro}
        </Text>
        <Select
          label={texts.type}
          description={connectionManifests.find(manifest => manifest.type === type)?.description}
          data={connectionManifests.map(manifest => ({ value: manifest.type, label: manifest.title }))}
          value={type}
          allowDeselect={false}
          disabled={wanted !== undefined}
          onChange={value => value !== null && setType(value)}
        />
        <TextInput
          label={texts.name}
          description={texts.nameDescription}
          placeholder={texts.namePlaceholder}
          required
          maxLength={120}
          data-autofocus
          value={name}
          onChange={event => setName(event.currentTarget.value)}
        />
        <TextInput
          label={texts.id}
          description={texts.idDescription}
          required
          value={id}
          error={idFault}
          onChange={event => setOwnId(event.currentTarget.value)}
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
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {texts.cancel}
          </Button>
          <Button
            type="submit"
            loading={save.isPending}
            disabled={name === '' || id === '' || type === '' || idFault !== undefined}
          >
            {texts.submit}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function faultOf(id: string, connections: readonly { id: string }[]): string | undefined {
  if (!flowDefinitionSchema.shape.id.safeParse(id).success) return messages.create.badId;
  return connections.some(connection => connection.id === id) ? messages.create.taken(id) : undefined;
}
