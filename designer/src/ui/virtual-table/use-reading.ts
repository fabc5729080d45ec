import { type RefObject, useRef } from 'react';

/** A row less than this from the top counts as the top, in pixels. */
const nearTop = 28;

/** Tells when somebody begins to read the rows of a table, and when they have left them. */
export function useReading(
  viewport: RefObject<HTMLDivElement | null>,
  onReading: ((isReading: boolean) => void) | undefined,
) {
  const isPointed = useRef(false);
  const was = useRef(false);
  const look = () => {
    const table = viewport.current;
    const isReading =
      isPointed.current || (table !== null && (table.scrollTop > nearTop || table.contains(document.activeElement)));
    if (isReading === was.current) return;
    was.current = isReading;
    onReading?.(isReading);
  };
  const point = (isInside: boolean) => () => {
    isPointed.current = isInside;
    look();
  };
  return {
    /** To be called when focus or scrolling changed. */
    look: () => queueMicrotask(look),
    enter: point(true),
    leave: point(false),
  };
}
