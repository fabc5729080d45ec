import type { ConnectionSummary } from '@lineshaft/api';
import { Badge, Group, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useFlows } from '../../api/flows.ts';
import { Card } from '../../ui/card.tsx';
import link from '../../ui/link.module.css';
import { nameOf } from '../flows/flow-name.ts';
import classes from './connection-page.module.css';
import { messages } from './messages.ts';

/** The flows that name the connection. */
export function Uses({ uses }: { uses: ConnectionSummary['usedBy'] }) {
  const texts = messages.uses;
  const names = new Map(useFlows().data?.flows.map(flow => [flow.id, nameOf(flow)]));
  return (
    <Card title={texts.title}>
      {uses.length === 0 ? (
        <Text size="sm" c="dimmed">
          {texts.none}
        </Text>
      ) : (
        <ul className={classes['list']}>
          {uses.map(({ flowId, published, draft }) => (
            <li key={flowId}>
              <Group gap="xs" justify="space-between">
                <Link to="/flows/$flowId" params={{ flowId }} className={link['plain']}>
                  {names.get(flowId) ?? flowId}
                </Link>
                <Group gap={4}>
                  {published && (
                    <Badge size="sm" variant="light" color="success">
                      {texts.published}
                    </Badge>
                  )}
                  {draft && (
                    <Badge size="sm" variant="light" color="gray">
                      {texts.draft}
                    </Badge>
                  )}
                </Group>
              </Group>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
