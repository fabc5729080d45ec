import { Button, Group, Text, Tooltip } from '@mantine/core';
import { useState } from 'react';
import { useEditor } from '../store/editor-context.ts';
import { ConflictDialog } from './conflict-dialog.tsx';
import { messages } from './messages.ts';
import type { SaveLoop } from './save-loop.ts';

/** Where the document is: with the runtime, in this browser, or contested. */
export function SaveStatus({ loop }: { loop: SaveLoop | undefined }) {
  const save = useEditor(state => state.save);
  const hasText = useEditor(state => state.text !== undefined);
  const [isPutOff, setIsPutOff] = useState(false);
  const texts = messages.state;
  const label =
    save.kind === 'unsaved'
      ? save.kept
        ? texts.unsavedKept
        : texts.unsavedLost
      : save.kind === 'saved' && hasText
        ? texts.text
        : texts[save.kind];
  const isBad = save.kind === 'unsaved' || save.kind === 'conflict';
  return (
    <Group gap={6} wrap="nowrap">
      <Tooltip
        label={save.kind === 'unsaved' ? save.reason : ''}
        disabled={save.kind !== 'unsaved'}
        multiline
        maw={320}
      >
        <Text
          size="sm"
          c={isBad ? 'var(--mantine-color-error)' : 'dimmed'}
          role="status"
          style={{ whiteSpace: 'nowrap' }}
        >
          {label}
        </Text>
      </Tooltip>
      {save.kind === 'conflict' && loop && (
        <>
          <Button color="red" variant="light" onClick={() => setIsPutOff(false)}>
            {messages.conflict.open}
          </Button>
          {!isPutOff && (
            <ConflictDialog key={save.revision} loop={loop} theirs={save.theirs} onClose={() => setIsPutOff(true)} />
          )}
        </>
      )}
    </Group>
  );
}
