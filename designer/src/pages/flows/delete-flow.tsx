import type { FlowListEntry } from '@lineshaft/api';
import { Alert, Button, Group, List, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useSwitchFlow } from '../../api/flow-versions.ts';
import { useDeleteFlow, useFlowDeletion } from '../../api/flows.ts';
import { Failure, Loading } from '../../ui/states.tsx';
import { messages } from './messages.ts';

const texts = messages.deletion;

/** Says what would be lost, and deletes; a flow with executions only after its id was written. */
export function DeleteFlow({ flow, onClose }: { flow: FlowListEntry; onClose: () => void }) {
  const { id } = flow;
  const preview = useFlowDeletion(id);
  const deletion = useDeleteFlow(id);
  const switchFlow = useSwitchFlow(id);
  const enabled = flow.enabled && !switchFlow.isSuccess;
  const [typed, setTyped] = useState('');
  if (preview.isError) return <Failure error={preview.error} retry={() => void preview.refetch()} />;
  if (!preview.data) return <Loading />;
  const { refusal, keptExecutions, openExecutions, versions, samples, heldMessages } = preview.data;
  const needsTyping = keptExecutions + openExecutions > 0;
  const losses = [
    texts.versions(versions),
    ...(samples > 0 ? [texts.samples(samples)] : []),
    ...(heldMessages > 0 ? [texts.held(heldMessages)] : []),
  ];
  return (
    <Stack gap="sm">
      {refusal !== null && (
        <Alert color="orange" p="xs">
          <Text size="sm">{refusal}</Text>
          {enabled && (
            <Button
              variant="default"
              size="compact-xs"
              loading={switchFlow.isPending}
              onClick={() => switchFlow.mutate(false, { onSuccess: () => void preview.refetch() })}
            >
              {messages.actions.disable}
            </Button>
          )}
        </Alert>
      )}
      <div>
        <Text size="sm">{texts.losses}</Text>
        <List size="sm">
          {losses.map(loss => (
            <List.Item key={loss}>{loss}</List.Item>
          ))}
        </List>
      </div>
      {keptExecutions > 0 && <Text size="sm">{texts.kept(keptExecutions)}.</Text>}
      {needsTyping && refusal === null && (
        <TextInput
          data-autofocus
          label={texts.type(id)}
          value={typed}
          onChange={event => setTyped(event.currentTarget.value)}
        />
      )}
      {deletion.isError && <Alert color="red">{deletion.error.message}</Alert>}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          {texts.cancel}
        </Button>
        <Button
          color="red"
          disabled={refusal !== null || (needsTyping && typed !== id)}
          loading={deletion.isPending}
          onClick={() => deletion.mutate(undefined, { onSuccess: onClose })}
        >
          {texts.submit}
        </Button>
      </Group>
    </Stack>
  );
}
