import { Menu } from '@mantine/core';
import { IconClipboardText, IconHistory, IconListSearch, IconUpload } from '@tabler/icons-react';
import { messages } from '../messages.ts';
import { useWaysToAdd } from './use-ways-to-add.ts';

const icons = { last: IconHistory, take: IconListSearch, write: IconClipboardText, upload: IconUpload };

/** The ways to add a sample, as items of a menu. */
export function AddSampleItems() {
  return useWaysToAdd().map(({ way, start }) => {
    const Icon = icons[way];
    return (
      <Menu.Item key={way} leftSection={<Icon size={14} aria-hidden />} onClick={start}>
        {messages.samples[way]}
      </Menu.Item>
    );
  });
}
