import { Button } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { useState } from 'react';
import { BodyView, type View } from '../../ui/body-view/body-view.tsx';
import type { ShownItem } from './message-of-body.ts';
import { messages } from './messages.ts';
import classes from './node-columns.module.css';
import { headerLines } from './samples/header-lines.ts';

interface ItemViewProps {
  item: ShownItem;
  label: string;
  /** Each side has a view of its own, which this browser remembers. */
  side: 'input' | 'output';
  /** JSON pointer of what is pointed out. */
  marked?: string | undefined;
  onLoadWhole?: (() => void) | undefined;
}

/** An item with its body, and its headers when they are asked for. */
export function ItemView({ item, label, side, marked, onLoadWhole }: ItemViewProps) {
  const [view, setView] = useLocalStorage<View>({ key: `lineshaft/try/${side}-view`, defaultValue: 'tree' });
  const [isOpen, setOpen] = useState(false);
  const count = Object.keys(item.headers).length;
  const headers = count > 0 && (
    <Button
      variant="subtle"
      color="gray"
      size="compact-xs"
      fw={400}
      flex="none"
      aria-expanded={isOpen}
      onClick={() => setOpen(!isOpen)}
    >
      {messages.panel.headers(count)}
    </Button>
  );
  return (
    <>
      {isOpen && count > 0 && <pre className={classes['headers']}>{headerLines(item.headers)}</pre>}
      <BodyView
        body={item}
        label={label}
        marked={marked}
        onLoadWhole={onLoadWhole}
        view={view}
        onView={setView}
        aside={headers}
      />
    </>
  );
}
