import type { ExecutionSummary } from '@lineshaft/api';
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

/** The state in words, with a mark in its colour; of a dead letter that needs nobody any more, that. */
export function ExecutionStateLabel({ state, reprocessed }: Pick<ExecutionSummary, 'state' | 'reprocessed'>) {
  if (reprocessed?.state === 'succeeded') {
    return (
      <StatusLabel tone="good" title={messages.reprocessedHint}>
        {messages.reprocessed(messages.states.succeeded)}
      </StatusLabel>
    );
  }
  return (
    <StatusLabel tone={tones[state]} title={messages.stateHints[state]}>
      {messages.states[state]}
    </StatusLabel>
  );
}
