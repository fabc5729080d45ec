import type { SavedFlow } from '@lineshaft/api';
import { Alert, Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useEffect, useState } from 'react';
import { useFlowCheck, usePublishFlow } from '../../../api/flow-versions.ts';
import { useFlowVersion } from '../../../api/flows.ts';
import { ComparisonView } from '../../../editor/compare/comparison-view.tsx';
import type { SaveLoop } from '../../../editor/save/save-loop.ts';
import { useEditor } from '../../../editor/store/editor-context.ts';
import { Failure, Loading } from '../../../ui/states.tsx';
import { messages } from './messages.ts';
import classes from './publish-dialog.module.css';
import { MissingKeys } from './missing-keys.tsx';
import { PublishProblems } from './publish-problems.tsx';

interface PublishDialogProps {
  flow: SavedFlow;
  loop: SaveLoop | undefined;
  onClose: () => void;
  onPublished: (version: number) => void;
}

/** What would be published, what it changes, and what keeps it from being published. */
export function PublishDialog({ flow, loop, onClose, onPublished }: PublishDialogProps) {
  const [isSaved, setIsSaved] = useState<boolean>();
  useEffect(() => {
    void loop?.flush().then(setIsSaved);
  }, [loop]);
  return (
    <Modal
      opened
      onClose={onClose}
      title={messages.title(flow.name || flow.id)}
      // Two drawings beside each other want room; the first version is compared with nothing.
      size={flow.publishedVersion === null ? 'lg' : 'min(1200px, 94vw)'}
      classNames={{ content: classes['content'], body: classes['body'] }}
    >
      {isSaved === undefined ? (
        <Loading />
      ) : isSaved ? (
        <SavedDraftForm flow={flow} onClose={onClose} onPublished={onPublished} />
      ) : (
        <Alert color="red" variant="light">
          {messages.unsaved}
        </Alert>
      )}
    </Modal>
  );
}

function SavedDraftForm({ flow, onClose, onPublished }: Omit<PublishDialogProps, 'loop'>) {
  const { id, draftRevision, publishedVersion } = flow;
  const check = useFlowCheck(id, draftRevision);
  const publish = usePublishFlow(id);
  const [note, setNote] = useState('');
  const problems = check.data?.problems ?? [];
  const hasErrors = problems.some(({ severity }) => severity === 'error');
  return (
    <Stack gap="sm" className={classes['form']}>
      {publish.error && (
        <Alert color="red" variant="light" title={messages.refused} role="alert">
          {publish.error.message}
        </Alert>
      )}
      {check.isPending && <Loading label={messages.checking} />}
      {check.error && <Failure error={check.error} retry={() => void check.refetch()} />}
      <PublishProblems problems={problems} onClose={onClose} />
      <MissingKeys onClose={onClose} />
      {publishedVersion === null ? (
        <Text size="sm">{messages.first}</Text>
      ) : (
        <AgainstPublished id={id} version={publishedVersion} />
      )}
      <Textarea
        data-autofocus
        label={messages.note}
        placeholder={messages.notePlaceholder}
        maxLength={2000}
        value={note}
        onChange={event => setNote(event.currentTarget.value)}
      />
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          {messages.cancel}
        </Button>
        <Button
          disabled={check.isPending || hasErrors}
          loading={publish.isPending}
          onClick={() =>
            publish.mutate(note, {
              onSuccess({ version, unchanged }) {
                if (!unchanged) return onPublished(version);
                notifications.show({ message: messages.unchanged(version) });
                onClose();
              },
            })
          }
        >
          {messages.publish}
        </Button>
      </Group>
    </Stack>
  );
}

function AgainstPublished({ id, version }: { id: string; version: number }) {
  const published = useFlowVersion(id, version);
  const document = useEditor(state => state.document);
  if (published.error) return <Failure error={published.error} retry={() => void published.refetch()} />;
  if (!published.data) return <Loading />;
  return (
    <>
      <Text size="sm" c="dimmed">
        {messages.against(version)}
      </Text>
      <ComparisonView before={published.data.definition} after={document} />
    </>
  );
}
