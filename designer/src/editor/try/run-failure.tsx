import { Alert, Code, List, Text } from '@mantine/core';
import { explainError, type Failure } from '../../failures/explain-error.ts';
import { messages } from './messages.ts';

const maxFaults = 8;

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
      {faults.length > 0 && (
        <List size="sm">
          {faults.slice(0, maxFaults).map(fault => (
            <List.Item key={`${fault.path} ${fault.message}`}>
              {fault.path !== '' && <Code>{fault.path}</Code>} {fault.message}
            </List.Item>
          ))}
        </List>
      )}
      {answer && (
        <Text size="sm" component="div">
          {messages.outcome.answer} <Code>{answer}</Code>
        </Text>
      )}
    </Alert>
  );
}
