import type { ConnectionSummary } from '@lineshaft/api';
import { Button, Group, Stack, Text } from '@mantine/core';
import { useDrafts } from '../../api/flows.ts';
import { drawableFlow } from '../draft-flow.ts';
import { messages } from './messages.ts';
import { type UsedPath, usedPaths } from './used-paths.ts';

interface ConnectionUseProps {
  connection: ConnectionSummary;
  /** The flow that the node stands in. */
  flowId: string;
  /** Whether what is chosen here can be set of the node. */
  takesPath: boolean;
  onChoose: (path: UsedPath) => void;
}

/** Flows are read one by one; more of them would tell little more. */
const mostFlows = 12;

/** What the system behind a connection takes: as its description says, and as other flows use it. */
export function ConnectionUse({ connection, flowId, takesPath, onChoose }: ConnectionUseProps) {
  const { id, description, usedBy } = connection;
  const others = usedBy.map(use => use.flowId).filter(other => other !== flowId);
  const definitions = useDrafts(takesPath ? others.slice(0, mostFlows) : []);
  const paths = usedPaths(
    definitions.flatMap(definition => drawableFlow(definition).flow?.nodes ?? []),
    id,
  );
  if (!description && paths.length === 0) return null;
  return (
    <Stack gap={4} mt={-8}>
      {description && (
        <Text size="xs" c="dimmed">
          {description}
        </Text>
      )}
      {paths.length > 0 && (
        <>
          <Text size="xs" c="dimmed">
            {messages.usedElsewhere}
          </Text>
          <Group gap={4}>
            {paths.map(path => (
              <Button
                key={`${path.method ?? ''} ${path.url}`}
                size="compact-xs"
                variant="default"
                maw="100%"
                title={messages.take(path.url)}
                onClick={() => onChoose(path)}
              >
                {path.method === undefined ? path.url : `${path.method} ${path.url}`}
              </Button>
            ))}
          </Group>
        </>
      )}
    </Stack>
  );
}
