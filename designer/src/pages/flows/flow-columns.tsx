import type { FlowListEntry } from '@lineshaft/api';
import { Group, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { formatInstant, formatInstantFully } from '../../ui/format-time.ts';
import linkClasses from '../../ui/link.module.css';
import { Sparkline } from '../../ui/sparkline.tsx';
import { StatusLabel } from '../../ui/status-label.tsx';
import type { Column } from '../../ui/virtual-table/column.ts';
import { FlowMenu } from './flow-menu.tsx';
import { flowState } from './flow-state.ts';
import { messages } from './messages.ts';
import { nameOf } from './flow-name.ts';

const { columns } = messages;

export interface FlowActions {
  onDuplicate: (flow: FlowListEntry) => void;
  onDelete: (flow: FlowListEntry) => void;
}

export function flowColumns(actions: FlowActions): Column<FlowListEntry>[] {
  return [
    {
      id: 'name',
      title: columns.name,
      width: 'minmax(190px, 2fr)',
      sortable: true,
      render: flow => (
        <Link to="/flows/$flowId" params={{ flowId: flow.id }} tabIndex={-1} className={linkClasses['quiet']}>
          <b>{nameOf(flow)}</b>{' '}
          <Text span c="dimmed" fz="xs">
            {flow.id}
          </Text>
        </Link>
      ),
    },
    {
      id: 'state',
      title: columns.state,
      width: 'minmax(136px, 1fr)',
      render: flow => {
        const { tone, text, hint } = flowState(flow);
        return (
          <StatusLabel tone={tone} title={hint}>
            {text}
          </StatusLabel>
        );
      },
    },
    { id: 'activity', title: columns.activity, width: '122px', render: flow => <Activity flow={flow} /> },
    { id: 'open', title: columns.open, width: '206px', render: flow => <Open flow={flow} /> },
    { id: 'owner', title: columns.owner, width: 'minmax(110px, 1.2fr)', sortable: true, render: ({ owner }) => owner },
    {
      id: 'domain',
      title: columns.domain,
      width: 'minmax(90px, 0.8fr)',
      sortable: true,
      render: ({ domain }) => domain,
    },
    {
      id: 'updated',
      title: columns.updated,
      width: '122px',
      sortable: true,
      render: ({ updatedAt }) => (
        <time dateTime={updatedAt} title={formatInstantFully(updatedAt)}>
          {formatInstant(updatedAt)}
        </time>
      ),
    },
    { id: 'actions', title: columns.actions, width: '64px', render: flow => <FlowMenu flow={flow} {...actions} /> },
  ];
}

function Activity({ flow: { activity } }: { flow: FlowListEntry }) {
  return (
    <Sparkline
      label={messages.activity(activity.succeeded, activity.failed, activity.waiting)}
      width={104}
      columns={activity.hours.map(({ from, succeeded, failed }, index) => ({
        title: messages.hour(formatInstant(from), succeeded, failed),
        parts: [
          { tone: 'good', value: succeeded },
          { tone: 'bad', value: failed },
          // What waits does so now.
          { tone: 'wait', value: index === activity.hours.length - 1 ? activity.waiting : 0 },
        ],
      }))}
    />
  );
}

function Open({ flow: { id, activity } }: { flow: FlowListEntry }) {
  return (
    <Group gap="sm" wrap="nowrap">
      {activity.waiting > 0 && (
        <Link to="/executions" search={{ flow: id, state: ['waiting'] }} tabIndex={-1} className={linkClasses['quiet']}>
          <StatusLabel tone="wait">{messages.open.waiting(activity.waiting)}</StatusLabel>
        </Link>
      )}
      {activity.deadLettered > 0 && (
        <Link
          to="/executions"
          search={{ flow: id, state: ['dead-lettered'] }}
          tabIndex={-1}
          className={linkClasses['quiet']}
        >
          <StatusLabel tone="bad">{messages.open.dead(activity.deadLettered)}</StatusLabel>
        </Link>
      )}
    </Group>
  );
}
