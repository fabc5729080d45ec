import { Button, Group } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useConnections } from '../../api/connections.ts';
import { useExecutions } from '../../api/executions.ts';
import { useFlows } from '../../api/flows.ts';
import { Page } from '../../ui/page.tsx';
import { Empty, Failure, Loading } from '../../ui/states.tsx';
import { allActivity, failingFlows } from './all-activity.ts';
import { AttentionCounts } from './attention-counts.tsx';
import { connectionTrouble } from './connection-trouble.ts';
import { FailingFlows } from './failing-flows.tsx';
import { LatestFailures } from './latest-failures.tsx';
import { messages } from './messages.ts';
import classes from './overview-page.module.css';
import { Throughput } from './throughput.tsx';
import { TroubledConnections } from './troubled-connections.tsx';

const refetchInterval = 5000;

const shownFailures = 8;

/** What an operator wants to see first. */
export function OverviewPage() {
  const flows = useFlows({ refetchInterval });
  const connections = useConnections({ refetchInterval });
  const failures = useExecutions({ states: ['dead-lettered'] }, { limit: 3 * shownFailures, refetchInterval });
  if (!flows.data) {
    return (
      <Page title={messages.title}>
        {flows.isError ? <Failure error={flows.error} retry={() => void flows.refetch()} /> : <Loading />}
      </Page>
    );
  }
  const entries = flows.data.flows;
  if (entries.length === 0) return <GettingStarted />;
  const activity = allActivity(entries);
  const troubled = (connections.data?.connections ?? []).flatMap(connection => {
    const trouble = connectionTrouble(connection);
    return trouble ? [{ connection, trouble }] : [];
  });
  return (
    <Page title={messages.title}>
      <div className={classes['page']}>
        <AttentionCounts activity={activity} troubled={troubled.length} />
        <Throughput activity={activity} />
        <div className={classes['columns']}>
          <FailingFlows flows={failingFlows(entries)} />
          <TroubledConnections troubled={troubled} />
        </div>
        <LatestFailures
          executions={(failures.data?.executions ?? [])
            .filter(({ reprocessed }) => reprocessed?.state !== 'succeeded')
            .slice(0, shownFailures)}
          flowNames={new Map(entries.map(({ id, name }) => [id, name || id]))}
        />
      </div>
    </Page>
  );
}

function GettingStarted() {
  const { start } = messages;
  return (
    <Page title={messages.title}>
      <Empty
        title={start.title}
        action={
          <Group gap="xs">
            <Button renderRoot={props => <Link to="/flows" search={{ new: 'example' }} {...props} />}>
              {start.example}
            </Button>
            <Button variant="default" renderRoot={props => <Link to="/flows" search={{ new: 'blank' }} {...props} />}>
              {start.blank}
            </Button>
            <Button variant="default" renderRoot={props => <Link to="/connections" {...props} />}>
              {start.connection}
            </Button>
          </Group>
        }
      >
        {start.text}
      </Empty>
    </Page>
  );
}
