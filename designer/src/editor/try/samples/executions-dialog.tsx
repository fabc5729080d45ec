import type { ExecutionSummary } from '@lineshaft/api';
import { Modal, SegmentedControl, Stack, Text, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { useExecutions } from '../../../api/executions.ts';
import { ExecutionStateLabel } from '../../../pages/executions/execution-state-label.tsx';
import { formatInstant } from '../../../ui/format-time.ts';
import { Failure, Loading } from '../../../ui/states.tsx';
import { useEditor } from '../../store/editor-context.ts';
import { messages } from '../messages.ts';
import classes from './executions-dialog.module.css';
import { useSampleActions } from './use-sample-actions.ts';

const texts = messages.samples.pick;
type Which = keyof typeof texts.states;

/** The newest executions of the flow, of which one lends its message. */
export function ExecutionsDialog({ onClose }: { onClose: () => void }) {
  const flowId = useEditor(state => state.flowId);
  const [which, setWhich] = useState<Which>('all');
  const filter = which === 'all' ? { flow: flowId } : { flow: flowId, states: [which] };
  const { data, error, refetch } = useExecutions(filter, { limit: 50 });
  return (
    <Modal opened onClose={onClose} title={texts.title} size="lg">
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {texts.text}
        </Text>
        <SegmentedControl
          aria-label={texts.statesLabel}
          style={{ alignSelf: 'flex-start' }}
          value={which}
          onChange={value => setWhich(value as Which)}
          data={Object.entries(texts.states).map(([value, label]) => ({ value, label }))}
        />
        {error ? (
          <Failure error={error} retry={() => void refetch()} />
        ) : !data ? (
          <Loading />
        ) : data.executions.length === 0 ? (
          <Text size="sm">{which === 'all' ? texts.empty : texts.noneFailed}</Text>
        ) : (
          <Executions executions={data.executions} onClose={onClose} />
        )}
      </Stack>
    </Modal>
  );
}

function Executions({ executions, onClose }: { executions: readonly ExecutionSummary[]; onClose: () => void }) {
  const { take } = useSampleActions();
  const choose = async (id: string) => {
    if (await take(id)) onClose();
  };
  return (
    <ul className={classes['list']} aria-label={texts.label}>
      {executions.map(execution => (
        <li key={execution.id}>
          <UnstyledButton
            className={classes['execution']}
            aria-label={texts.take(`${keysOf(execution)}, ${formatInstant(execution.acceptedAt)}`)}
            onClick={() => void choose(execution.id)}
          >
            <ExecutionStateLabel state={execution.state} reprocessed={execution.reprocessed} />
            <span className={classes['keys']}>{keysOf(execution)}</span>
            <time dateTime={execution.acceptedAt}>{formatInstant(execution.acceptedAt)}</time>
          </UnstyledButton>
        </li>
      ))}
    </ul>
  );
}

function keysOf({ keys, correlationId }: ExecutionSummary): string {
  const named = Object.entries(keys)
    .filter(([name]) => name !== 'correlationId')
    .map(([name, values]) => `${name} ${values.join(', ')}`);
  return named.length === 0 ? correlationId : named.join(' · ');
}
