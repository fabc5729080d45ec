import { Alert, Group, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useEditor } from '../../../editor/store/editor-context.ts';
import { flowEndpoints } from '../../../intake/flow-endpoints.ts';
import { SendAddresses } from '../../../intake/send-addresses.tsx';
import linkClasses from '../../../ui/link.module.css';
import { messages } from './messages.ts';

interface PublishedProps {
  version: number;
  /** What comes is in sight already, and how to send something is said there. */
  isWatched: boolean;
  onClose: () => void;
}

/** A version was just published: how it gets its first message, and where that is seen. Stays until it is closed. */
export function Published({ version, isWatched, onClose }: PublishedProps) {
  const flow = useEditor(state => state.flow);
  const flowId = useEditor(state => state.flowId);
  const endpoints = isWatched ? [] : flowEndpoints(flow?.nodes ?? []);
  return (
    <Alert
      role="status"
      variant="light"
      color="success"
      radius={0}
      flex="none"
      px="sm"
      py={6}
      withCloseButton
      closeButtonLabel={messages.close}
      onClose={onClose}
    >
      <Group gap="sm" align="start">
        <Text size="sm">
          <b>{messages.done(version)}</b> {endpoints.length > 0 && messages.send}
        </Text>
        <SendAddresses endpoints={endpoints} />
        {!isWatched && (
          <Text size="sm">
            <Link
              to="/flows/$flowId"
              params={{ flowId }}
              search={{ view: 'watch' }}
              className={linkClasses['inSentence']}
              onClick={onClose}
            >
              {messages.watch}
            </Link>
          </Text>
        )}
      </Group>
    </Alert>
  );
}
