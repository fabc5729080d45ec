import { ActionIcon } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';

interface IconButtonProps {
  icon: Icon;
  label: string;
  onClick: () => void;
  disabled?: boolean;
}

/** A small button that shows a picture and says what it does. */
export function IconButton({ icon: Picture, label, onClick, disabled = false }: IconButtonProps) {
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="sm"
      aria-label={label}
      title={label}
      onClick={onClick}
      disabled={disabled}
    >
      <Picture size={14} />
    </ActionIcon>
  );
}
