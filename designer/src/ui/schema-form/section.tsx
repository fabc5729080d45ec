import { Input, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import classes from './section.module.css';

interface SectionProps {
  title: string;
  description?: string | undefined;
  required?: boolean;
  error?: string | undefined;
  /** Whether it shows what it holds, to begin with. */
  startsOpen: boolean;
  children: ReactNode;
}

/** Fields that belong together, under a heading that folds them away. */
export function Section({ title, description, required = false, error, startsOpen, children }: SectionProps) {
  const [isOpen, setOpen] = useState(startsOpen);
  return (
    <details className={classes['section']} open={isOpen} onToggle={event => setOpen(event.currentTarget.open)}>
      <summary className={classes['summary']}>
        {title}
        {required && (
          <span className={classes['required']} aria-hidden>
            {' *'}
          </span>
        )}
      </summary>
      {description && (
        <Text size="xs" c="dimmed" mb={6}>
          {description}
        </Text>
      )}
      {children}
      {error && <Input.Error mt={4}>{error}</Input.Error>}
    </details>
  );
}
