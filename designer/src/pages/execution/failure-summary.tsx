import type { ExecutionDetail } from '@lineshaft/api';
import { Alert, Button, Group, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { explainError } from '../../failures/explain-error.ts';
import { FailureAnswer, FaultList } from '../../failures/failure-details.tsx';
import { Countdown } from '../../ui/countdown.tsx';
import { messages } from './messages.ts';

const texts = messages.failure;

interface FailureSummaryProps {
  execution: ExecutionDetail;
  nodeName: string;
  /** Takes to the run that failed. */
  onShow?: (() => void) | undefined;
}

/** What went wrong, in plain words, and what to do. */
export function FailureSummary({ execution, nodeName, onShow }: FailureSummaryProps) {
  const { error, state, dueAt, nodeRuns, reprocessed } = execution;
  if (!error) return null;
  const { what, todo, message, answer, faults } = explainError(error);
  const wasUndone = nodeRuns.some(({ undoes }) => undoes !== null);
  const isDone = reprocessed?.state === 'succeeded';
  const isWaiting = state === 'waiting' && dueAt !== null;
  return (
    <Alert
      color={isDone ? 'gray' : state === 'dead-lettered' ? 'red' : 'orange'}
      icon={<IconAlertTriangle size={16} />}
      title={`${texts.at(nodeName)}: ${what}`}
      p="xs"
      flex="none"
      styles={{ body: { gap: 2 }, title: { marginBottom: 0 } }}
    >
      <Text size="sm">
        {message} {isDone ? texts.reprocessed : isWaiting ? texts.goesOn : wasUndone ? texts.undone : todo}
      </Text>
      <FailureAnswer answer={answer} />
      <FaultList faults={faults} most={5} />
      <Group gap="xs" mt={4}>
        {onShow && (
          <Button variant="default" size="compact-xs" onClick={onShow}>
            {texts.show}
          </Button>
        )}
        {isWaiting && (
          <Text size="sm" fw={600}>
            {texts.nextTry} <Countdown to={dueAt} />
          </Text>
        )}
      </Group>
    </Alert>
  );
}
