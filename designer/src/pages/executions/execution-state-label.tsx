import type { ExecutionState } from '@lineshaft/flow';
import { StatusLabel } from '../../ui/status-label.tsx';
import { messages } from './messages.ts';

const tones = {
  queued: 'quiet',
  blocked: 'wait',
  running: 'busy',
  waiting: 'wait',
  succeeded: 'good',
  'dead-lettered': 'bad',
  cancelled: 'quiet',
} as const satisfies Record<ExecutionState, string>;

/** The state in words, with a mark in its colour. */
export function ExecutionStateLabel({ state }: { state: ExecutionState }) {
  return (
    <StatusLabel tone={tones[state]} title={messages.stateHints[state]}>
      {messages.states[state]}
    </StatusLabel>
  );
}
