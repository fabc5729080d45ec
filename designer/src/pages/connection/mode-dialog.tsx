import type { ConnectionMode } from '@lineshaft/api';
import { Alert, Button, Group, Modal, NumberInput, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useSetConnectionMode } from '../../api/connections.ts';
import { messages } from './messages.ts';

interface ModeDialogProps {
  connectionId: string;
  /** The mode that is asked for; undefined: nothing is. */
  mode: ConnectionMode | undefined;
  onClose: () => void;
}

/** Says what a mode does before it is set. */
export function ModeDialog({ connectionId, mode, onClose }: ModeDialogProps) {
  return (
    <Modal opened={mode !== undefined} onClose={onClose} title={mode && messages.mode.title[mode]}>
      {mode && <Confirmation connectionId={connectionId} mode={mode} onClose={onClose} />}
    </Modal>
  );
}

const fastestDrain = 10_000;

function Confirmation({ connectionId, mode, onClose }: ModeDialogProps & { mode: ConnectionMode }) {
  const texts = messages.mode;
  const setMode = useSetConnectionMode(connectionId);
  const [rate, setRate] = useState<number | string>(10);
  const [note, setNote] = useState('');
  const isRateGood = typeof rate === 'number' && rate > 0 && rate <= fastestDrain;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const drain = mode === 'drain' && isRateGood ? { drainRate: rate } : {};
    setMode.mutate({ mode, ...drain, ...(note === '' ? {} : { note }) }, { onSuccess: onClose });
  };

  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Text size="sm">{texts.text[mode]}</Text>
        {mode === 'drain' && (
          <NumberInput label={texts.rate} min={0.1} max={fastestDrain} value={rate} onChange={setRate} required />
        )}
        {mode !== 'normal' && (
          <TextInput
            label={texts.note}
            placeholder={texts.notePlaceholder}
            maxLength={500}
            data-autofocus
            value={note}
            onChange={event => setNote(event.currentTarget.value)}
          />
        )}
        {setMode.isError && (
          <Alert color="red" role="alert">
            {setMode.error.message}
          </Alert>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {texts.cancel}
          </Button>
          <Button type="submit" loading={setMode.isPending} disabled={mode === 'drain' && !isRateGood}>
            {texts.confirm[mode]}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
