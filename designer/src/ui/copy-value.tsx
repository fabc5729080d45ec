import { ActionIcon } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { messages } from '../messages.ts';

/** Puts a value on the clipboard. */
export function CopyValue({ value, what }: { value: string; what: string }) {
  const { copied, copy } = useClipboard({ timeout: 1500 });
  const label = copied ? messages.copied : messages.copy(what);
  const Icon = copied ? IconCheck : IconCopy;
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size={18}
      ml={2}
      style={{ verticalAlign: 'text-bottom' }}
      aria-label={label}
      title={label}
      onClick={() => copy(value)}
    >
      <Icon size={12} />
    </ActionIcon>
  );
}
