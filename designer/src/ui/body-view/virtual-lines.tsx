import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useRef } from 'react';
import classes from './body-view.module.css';

const lineHeight = 20;

interface VirtualLinesProps {
  label: string;
  count: number;
  render: (index: number) => ReactNode;
}

/** Any number of lines of the same height, of which only those in sight are drawn. */
export function VirtualLines({ label, count, render }: VirtualLinesProps) {
  const viewport = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => viewport.current,
    estimateSize: () => lineHeight,
    overscan: 20,
  });
  return (
    <div ref={viewport} className={classes['lines']} role="group" aria-label={label} tabIndex={0}>
      <div style={{ height: virtualizer.getTotalSize(), position: 'relative' }}>
        {virtualizer.getVirtualItems().map(({ index, key, start }) => (
          <div key={key} className={classes['line']} style={{ transform: `translateY(${start}px)` }}>
            {render(index)}
          </div>
        ))}
      </div>
    </div>
  );
}
