import { Button, Menu } from '@mantine/core';
import { IconPinFilled, IconPinnedOff } from '@tabler/icons-react';
import { nodeTitle } from '../draft-flow.ts';
import { useEditor } from '../store/editor-context.ts';
import { messages } from './messages.ts';
import { usePinning } from './use-pinning.ts';

const texts = messages.bar;

/** Which nodes are pinned: always in sight, so that nobody wonders why a node does not run. */
export function PinsMenu() {
  const { pins, unpin } = usePinning();
  const flow = useEditor(state => state.flow);
  if (pins.size === 0) return null;
  const titles = new Map(flow?.nodes.map(node => [node.id, nodeTitle(node)]));
  const ids = [...pins.keys()];
  return (
    <Menu position="top-start">
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          title={texts.pinsHint}
          leftSection={<IconPinFilled size={13} color="var(--pinned-text)" aria-hidden />}
        >
          {texts.pins(ids.length)}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {ids.map(id => (
          <Menu.Item key={id} leftSection={<IconPinnedOff size={14} aria-hidden />} onClick={() => unpin(id)}>
            {texts.unpin(titles.get(id) ?? texts.goneNode(id))}
          </Menu.Item>
        ))}
        {ids.length > 1 && (
          <>
            <Menu.Divider />
            <Menu.Item onClick={() => ids.forEach(unpin)}>{texts.unpinAll}</Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
