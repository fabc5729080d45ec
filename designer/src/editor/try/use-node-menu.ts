import { useCallback, useRef } from 'react';
import type { NodeMenuItem } from '../canvas/canvas-overlay.ts';
import { messages } from './messages.ts';
import { usePinning } from './use-pinning.ts';
import { useRunning } from './use-running.tsx';

const texts = messages.menu;

/** What the menu of a node offers. */
export function useNodeMenu(): (nodeId: string) => NodeMenuItem[] {
  const { run, hindranceOf } = useRunning();
  const { pins, pin, unpin } = usePinning();
  const menuOf = (nodeId: string): NodeMenuItem[] => {
    const [until, only] = [{ kind: 'until', nodeId } as const, { kind: 'only', nodeId } as const];
    return [
      {
        label: messages.bar.until,
        keys: texts.keys.until,
        hindrance: hindranceOf(until),
        choose: () => void run(until),
      },
      { label: messages.bar.only, keys: texts.keys.only, hindrance: hindranceOf(only), choose: () => void run(only) },
      {
        label: texts.onSample,
        hindrance: hindranceOf(only),
        choose: () => void run({ ...only, onSample: true }),
      },
      pins.has(nodeId)
        ? { label: texts.unpin, keys: texts.keys.pin, choose: () => unpin(nodeId) }
        : {
            label: texts.pin,
            keys: texts.keys.pin,
            hindrance: pinHindrance(hindranceOf(only)),
            choose: () => pin(nodeId),
          },
    ];
  };
  // The canvas is drawn anew when what it gets is another function.
  const latest = useRef(menuOf);
  latest.current = menuOf;
  return useCallback(nodeId => latest.current(nodeId), []);
}

/** A source is not run in a try, so no output can stand in for it. */
function pinHindrance(hindrance: string | undefined): string | undefined {
  return hindrance === messages.bar.isSource ? hindrance : undefined;
}
