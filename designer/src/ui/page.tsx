import { Group, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { messages } from '../messages.ts';
import classes from './page.module.css';

interface PageProps {
  title: ReactNode;
  /** What the browser's tab says, where `title` is more than text. */
  documentTitle?: string;
  /** Right of the title: what can be done here. */
  actions?: ReactNode;
  children: ReactNode;
}

/** A page with its heading; the rest scrolls beneath it. */
export function Page({ title, documentTitle, actions, children }: PageProps) {
  useDocumentTitle(messages.title(documentTitle ?? (typeof title === 'string' ? title : '')));
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
