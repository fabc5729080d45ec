import type { ExecutionSummary } from '@lineshaft/api';
import { Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Countdown } from '../../ui/countdown.tsx';
import { formatDuration, formatInstant, formatInstantFully } from '../../ui/format-time.ts';
import type { Column } from '../../ui/virtual-table/column.ts';
import { ExecutionStateLabel } from './execution-state-label.tsx';
import linkClasses from '../../ui/link.module.css';
import { messages } from './messages.ts';

/** @param flowNames by id */
export function executionColumns(flowNames: ReadonlyMap<string, string>): Column<ExecutionSummary>[] {
  const { columns } = messages;
  return [
    {
      id: 'state',
      title: columns.state,
      width: '198px',
      render: ({ state, reprocessed }) => <ExecutionStateLabel state={state} reprocessed={reprocessed} />,
    },
    {
      id: 'flow',
      title: columns.flow,
      width: 'minmax(160px, 1.2fr)',
      render: ({ id, flowId, flowVersion, replayOf }) => (
        <>
          <Link
            to="/executions/$executionId"
            params={{ executionId: id }}
            tabIndex={-1}
            className={linkClasses['quiet']}
          >
            {flowNames.get(flowId) ?? flowId}
          </Link>{' '}
          <Text span c="dimmed" fz="xs">
            {messages.version(flowVersion)}
            {replayOf !== null && <span title={messages.replay}> ↻</span>}
          </Text>
        </>
      ),
    },
    {
      id: 'keys',
      title: columns.keys,
      width: 'minmax(200px, 3fr)',
      render: ({ keys }) => <Keys keys={keys} />,
    },
    {
      id: 'accepted',
      title: columns.accepted,
      width: '124px',
      render: ({ acceptedAt }) => (
        <time dateTime={acceptedAt} title={formatInstantFully(acceptedAt)}>
          {formatInstant(acceptedAt)}
        </time>
      ),
    },
    {
      id: 'duration',
      title: columns.duration,
      width: '104px',
      align: 'right',
      render: ({ acceptedAt, endedAt, dueAt }) => {
        if (endedAt !== null) return formatDuration(Date.parse(endedAt) - Date.parse(acceptedAt));
        return dueAt === null ? '' : <Countdown to={dueAt} />;
      },
    },
    {
      id: 'error',
      title: columns.error,
      width: 'minmax(160px, 1.6fr)',
      render: ({ error }) => error && <span title={error.message}>{error.message}</span>,
    },
  ];
}

function Keys({ keys }: { keys: ExecutionSummary['keys'] }) {
  const entries = Object.entries(keys).filter(([name]) => name !== 'correlationId');
  const text = entries.map(([name, values]) => `${name} ${values.join(', ')}`).join(' · ');
  return (
    <span title={text}>
      {entries.map(([name, values], index) => (
        <span key={name}>
          {index > 0 && ' · '}
          <Text span c="dimmed" fz="xs">
            {name}
          </Text>{' '}
          {values.join(', ')}
        </span>
      ))}
    </span>
  );
}
