import type { ExecutionState } from '@lineshaft/flow';
import classes from './execution-state-label.module.css';
import { messages } from './messages.ts';

/** The state in words, with a mark in its colour. */
export function ExecutionStateLabel({ state }: { state: ExecutionState }) {
  return (
    <span className={classes['label']} data-state={state} title={messages.stateHints[state]}>
      {messages.states[state]}
    </span>
  );
}
