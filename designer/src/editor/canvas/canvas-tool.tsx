import { ActionIcon, Tooltip } from '@mantine/core';
import type { TablerIcon } from '@tabler/icons-react';

interface ToolProps {
  icon: TablerIcon;
  label: string;
  onClick: () => void;
  isBusy?: boolean;
  isPressed?: boolean;
}

/** A button on the canvas. */
export function CanvasTool({ icon: Icon, label, onClick, isBusy = false, isPressed }: ToolProps) {
  return (
    <Tooltip label={label} position="right" openDelay={400}>
      <ActionIcon
        variant={isPressed ? 'light' : 'default'}
        size={28}
        aria-label={label}
        aria-pressed={isPressed}
        loading={isBusy}
        onClick={onClick}
      >
        <Icon size={15} stroke={1.6} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}
