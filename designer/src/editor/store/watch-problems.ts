import type { CheckFlowOptions } from '@lineshaft/flow';
import { checkDraft } from './check-draft.ts';
import type { EditorStore } from './editor-store.ts';

const pauseMs = 200;

/**
 * Keeps the list of problems in step with the document: a moment after each change, when the browser has time.
 * @returns ends it
 */
export function watchProblems(store: EditorStore, connections: () => CheckFlowOptions['connections']): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let idle: number | undefined;
  const check = () => store.getState().setProblems(checkDraft(store.getState().document, connections()));
  const whenIdle = () => {
    // Safari has no idle callbacks.
    if (typeof requestIdleCallback === 'undefined') check();
    else idle = requestIdleCallback(check, { timeout: 1000 });
  };
  const stop = () => {
    clearTimeout(timer);
    if (idle !== undefined) cancelIdleCallback(idle);
  };
  const unsubscribe = store.subscribe((state, before) => {
    if (state.document === before.document) return;
    stop();
    timer = setTimeout(whenIdle, pauseMs);
  });
  whenIdle();
  return () => {
    stop();
    unsubscribe();
  };
}
