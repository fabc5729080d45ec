import { Alert, Text } from '@mantine/core';
import { explainError, type Failure } from '../../failures/explain-error.ts';
import { FailureAnswer, FaultList } from '../../failures/failure-details.tsx';
import { messages } from './messages.ts';

/** Why a node failed in a try, in plain words. */
export function RunFailure({ error }: { error: Failure }) {
  const { what, message, answer, faults } = explainError(error);
  return (
    <Alert
      color="red"
      p="xs"
      title={`${messages.panel.failed}: ${what}`}
      style={{ flex: 'none', maxHeight: '70%', overflow: 'auto' }}
    >
      <Text size="sm">{message}</Text>
      <FaultList faults={faults} most={8} />
      <FailureAnswer answer={answer} />
    </Alert>
  );
}
