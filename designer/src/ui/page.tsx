import { Group, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './page.module.css';

interface PageProps {
  title: ReactNode;
  /** Right of the title: what can be done here. */
  actions?: ReactNode;
  children: ReactNode;
}

/** A page with its heading; the rest scrolls beneath it. */
export function Page({ title, actions, children }: PageProps) {
  return (
    <div className={classes['page']}>
      <Group justify="space-between" wrap="nowrap" className={classes['head']}>
        <Title order={1}>{title}</Title>
        <Group gap="xs" wrap="nowrap">
          {actions}
        </Group>
      </Group>
      <div className={classes['body']}>{children}</div>
    </div>
  );
}
