import type { ConnectionSummary } from '@lineshaft/api';
import { Badge, Group, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { ConnectionHealth } from '../../connections/connection-health.tsx';
import { connectionTypeTitle } from '../../connections/connection-type-title.ts';
import { messages as shared } from '../../connections/messages.ts';
import link from '../../ui/link.module.css';
import type { Column } from '../../ui/virtual-table/column.ts';
import { messages } from './messages.ts';

/**
 * The columns of the list.
 * @param flowNames by id
 */
export function connectionColumns(
  environment: string | undefined,
  flowNames: ReadonlyMap<string, string>,
): Column<ConnectionSummary>[] {
  const { columns } = messages;
  return [
    {
      id: 'name',
      title: columns.name,
      width: 'minmax(190px, 2fr)',
      render: ({ id, name }) => (
        <>
          <Link to="/connections/$connectionId" params={{ connectionId: id }} tabIndex={-1} className={link['quiet']}>
            {name}
          </Link>{' '}
          <Text span size="xs" c="dimmed">
            {id}
          </Text>
        </>
      ),
    },
    { id: 'type', title: columns.type, width: '112px', render: ({ type }) => connectionTypeTitle(type) },
    {
      id: 'health',
      title: columns.health(environment),
      width: '176px',
      render: connection => <ConnectionHealth connection={connection} withAge />,
    },
    { id: 'mode', title: columns.mode, width: '136px', render: connection => <Deliveries {...connection} /> },
    {
      id: 'circuit',
      title: columns.circuit,
      width: '96px',
      render: ({ circuit }) =>
        circuit === 'closed' ? (
          shared.circuit.closed
        ) : (
          <Badge size="sm" variant="light" color="red">
            {shared.circuit[circuit]}
          </Badge>
        ),
    },
    {
      id: 'usedBy',
      title: columns.usedBy,
      width: 'minmax(200px, 3fr)',
      render: ({ usedBy }) => <Uses uses={usedBy} flowNames={flowNames} />,
    },
  ];
}

function Deliveries({ mode, parked }: Pick<ConnectionSummary, 'mode' | 'parked'>) {
  return (
    <Group gap={6} wrap="nowrap">
      {mode === 'normal' ? (
        shared.mode.normal
      ) : (
        <Badge size="sm" variant="light" color="orange">
          {shared.mode[mode]}
        </Badge>
      )}
      {parked > 0 && <span>{messages.parked(parked)}</span>}
    </Group>
  );
}

function Uses({ uses, flowNames }: { uses: ConnectionSummary['usedBy']; flowNames: ReadonlyMap<string, string> }) {
  if (uses.length === 0) {
    return (
      <Text span size="sm" c="dimmed">
        {messages.unused}
      </Text>
    );
  }
  const text = uses
    .map(({ flowId, published }) => {
      const name = flowNames.get(flowId) ?? flowId;
      return published ? name : messages.draft(name);
    })
    .join(', ');
  return <span title={text}>{text}</span>;
}
