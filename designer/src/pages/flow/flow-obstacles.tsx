import { Alert, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useFlowObstacles } from '../../api/flows.ts';
import linkClasses from '../../ui/link.module.css';
import { messages } from './messages.ts';

const texts = messages.obstacles;

/** Why messages do not come in or wait, for as long as it is so. */
export function FlowObstacles({ flowId }: { flowId: string }) {
  return useFlowObstacles(flowId).map(({ kind, message, connectionId }) => (
    <Alert
      key={message}
      role="status"
      variant="light"
      color={kind === 'intake' ? 'red' : 'orange'}
      radius={0}
      flex="none"
      px="sm"
      py={4}
    >
      <Text size="sm">
        <b>{texts[kind]}</b> {message}{' '}
        {connectionId !== undefined && (
          <Link to="/connections/$connectionId" params={{ connectionId }} className={linkClasses['inSentence']}>
            {texts.connection}
          </Link>
        )}
      </Text>
    </Alert>
  ));
}
