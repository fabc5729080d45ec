import { ActionIcon, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconQuestionMark } from '@tabler/icons-react';
import { CheatSheet } from './cheat-sheet.tsx';
import { messages } from './messages.ts';

/** Opens the cheat sheet in a dialog. */
export function CheatSheetButton() {
  const [isOpen, { open, close }] = useDisclosure(false);
  return (
    <>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="xs"
        aria-label={messages.help.open}
        title={messages.help.open}
        onClick={open}
      >
        <IconQuestionMark size={12} />
      </ActionIcon>
      <Modal opened={isOpen} onClose={close} title={messages.help.title} size="lg">
        <CheatSheet />
      </Modal>
    </>
  );
}
