import { useVirtualizer } from '@tanstack/react-virtual';
import { type HTMLAttributes, type KeyboardEvent, type ReactNode, useEffect, useId, useRef } from 'react';
import classes from './body-view.module.css';

const lineHeight = 20;

interface VirtualLinesProps {
  label: string;
  count: number;
  render: (index: number) => ReactNode;
  /** Left out: lines to be read, not to be moved in. */
  tree?: {
    /** The line that the keyboard is on. */
    active: number;
    onKeyDown: (event: KeyboardEvent) => void;
    onActive: (index: number) => void;
    itemProps: (index: number) => HTMLAttributes<HTMLDivElement>;
  };
}

/** Any number of lines of the same height, of which only those in sight are drawn. */
export function VirtualLines({ label, count, render, tree }: VirtualLinesProps) {
  const id = useId();
  const viewport = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => viewport.current,
    estimateSize: () => lineHeight,
    overscan: 20,
  });
  const active = tree?.active;
  useEffect(() => {
    if (active !== undefined) virtualizer.scrollToIndex(active);
  }, [active, virtualizer]);
  return (
    <div
      ref={viewport}
      className={classes['lines']}
      role={tree ? 'tree' : 'group'}
      aria-label={label}
      aria-activedescendant={tree && `${id}-${tree.active}`}
      tabIndex={0}
      onKeyDown={tree?.onKeyDown}
    >
      <div role="presentation" style={{ height: virtualizer.getTotalSize(), position: 'relative' }}>
        {virtualizer.getVirtualItems().map(({ index, key, start }) => (
          <div
            key={key}
            className={classes['line']}
            style={{ transform: `translateY(${start}px)` }}
            {...(tree && {
              id: `${id}-${index}`,
              role: 'treeitem',
              'data-active': index === tree.active || undefined,
              onClick: () => tree.onActive(index),
              ...tree.itemProps(index),
            })}
          >
            {render(index)}
          </div>
        ))}
      </div>
    </div>
  );
}
