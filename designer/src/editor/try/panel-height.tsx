import { useLocalStorage } from '@mantine/hooks';
import type { KeyboardEvent, PointerEvent } from 'react';
import { messages } from './messages.ts';
import classes from './try-panel.module.css';

/** Per cent of the editor. */
const [smallest, largest] = [20, 80];

/** How much of the editor the panel takes; this browser remembers it. */
export function usePanelHeight() {
  const [height, setHeight] = useLocalStorage({ key: 'lineshaft/try/height', defaultValue: 52 });
  return { height, setHeight: (next: number) => setHeight(Math.round(Math.min(largest, Math.max(smallest, next)))) };
}

/** The line between canvas and panel: dragged, or moved by arrow keys. */
export function PanelHeight({ height, onChange }: { height: number; onChange: (height: number) => void }) {
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowUp: 4, ArrowDown: -4 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    onChange(height + step);
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    const whole = event.currentTarget.parentElement?.getBoundingClientRect();
    if (!whole || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    onChange(((whole.bottom - event.clientY) / whole.height) * 100);
  };
  return (
    // A separator that can be moved is a control, although no element stands for it.
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
    <div
      role="separator"
      tabIndex={0}
      aria-orientation="horizontal"
      aria-label={messages.resize}
      aria-valuenow={height}
      aria-valuemin={smallest}
      aria-valuemax={largest}
      className={classes['splitter']}
      onKeyDown={onKeyDown}
      onPointerDown={event => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onPointerMove}
    />
  );
}
