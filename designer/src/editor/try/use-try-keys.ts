import { useEffect, useRef } from 'react';
import { isTyping } from '../canvas/is-typing.ts';
import { isSource } from './run-scope.ts';
import { useChosenNode } from './use-chosen-node.ts';
import { usePinning } from './use-pinning.ts';
import { useRunning } from './use-running.tsx';

/**
 * Ctrl Enter runs all, with Shift up to the chosen node; Alt Enter runs the chosen node alone; P on the canvas pins its
 * output. They reach the page before fields do, so that a flow can be run while an expression is being typed.
 */
export function useTryKeys(): void {
  const { run } = useRunning();
  const { pins, pin, unpin } = usePinning();
  const node = useChosenNode();
  const act = (event: KeyboardEvent): boolean => {
    const isCommand = event.ctrlKey || event.metaKey;
    if (event.key === 'Enter' && isCommand && !event.shiftKey) void run({ kind: 'all' });
    else if (!node) return false;
    else if (event.key === 'Enter' && isCommand) void run({ kind: 'until', nodeId: node.id });
    else if (event.key === 'Enter' && event.altKey) void run({ kind: 'only', nodeId: node.id });
    else if (event.key.toLowerCase() === 'p' && isOnCanvas(event) && !isSource(node)) {
      if (pins.has(node.id)) unpin(node.id);
      else pin(node.id);
    } else return false;
    return true;
  };
  const latest = useRef(act);
  latest.current = act;

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.target instanceof Element && event.target.closest('[role="dialog"]')) return;
      if (!latest.current(event)) return;
      event.preventDefault();
      event.stopPropagation();
    };
    document.addEventListener('keydown', onKeyDown, { capture: true });
    return () => document.removeEventListener('keydown', onKeyDown, { capture: true });
  }, []);
}

function isOnCanvas(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return false;
  return event.target instanceof Element && event.target.closest('.react-flow') !== null;
}
