import { Code, List, Text } from '@mantine/core';
import type { Explanation } from './explain-error.ts';
import { messages } from './messages.ts';

interface FaultListProps {
  faults: Explanation['faults'];
  /** How many are shown. */
  most: number;
}

/** What is wrong with a document, place by place. */
export function FaultList({ faults, most }: FaultListProps) {
  if (faults.length === 0) return null;
  return (
    <List size="sm">
      {faults.slice(0, most).map(fault => (
        <List.Item key={`${fault.path} ${fault.message}`}>
          {fault.path !== '' && <Code>{fault.path}</Code>} {fault.message}
        </List.Item>
      ))}
      {faults.length > most && <List.Item>{messages.more(faults.length - most)}</List.Item>}
    </List>
  );
}

/** What the other side answered, as far as it was kept. */
export function FailureAnswer({ answer }: Pick<Explanation, 'answer'>) {
  if (answer === undefined) return null;
  return (
    <Text size="sm" component="div">
      {messages.answer} <Code>{answer}</Code>
    </Text>
  );
}
