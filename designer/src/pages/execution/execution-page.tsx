import { ApiError, type ExecutionDetail } from '@lineshaft/api';
import { Button, Group } from '@mantine/core';
import { ModalsProvider } from '@mantine/modals';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { firstBodyLimit, useExecution } from '../../api/executions.ts';
import { Page } from '../../ui/page.tsx';
import { Empty, Failure, Loading } from '../../ui/states.tsx';
import { ExecutionStateLabel } from '../executions/execution-state-label.tsx';
import { ExecutionActions } from './execution-actions.tsx';
import { ExecutionTrace } from './execution-trace.tsx';
import { messages } from './messages.ts';
import { useExecutedFlow } from './use-executed-flow.ts';

const route = getRouteApi('/executions/$executionId');

/** One message through one version of a flow: what happened, why, and what can be done. */
export function ExecutionPage() {
  const { executionId } = route.useParams();
  const [bodyLimit, setBodyLimit] = useState(firstBodyLimit);
  const { data, error, refetch } = useExecution(executionId, bodyLimit);
  if (data)
    return (
      <ModalsProvider>
        <ExecutionShown key={data.id} execution={data} onLoadWhole={setBodyLimit} />
      </ModalsProvider>
    );
  if (error instanceof ApiError && [400, 404].includes(error.status)) return <Gone />;
  return (
    <Page title={messages.loading} documentTitle={messages.loading}>
      {error ? <Failure error={error} retry={() => void refetch()} /> : <Loading />}
    </Page>
  );
}

interface ExecutionShownProps {
  execution: ExecutionDetail;
  onLoadWhole: (bytes: number) => void;
}

function ExecutionShown({ execution, onLoadWhole }: ExecutionShownProps) {
  const { run } = route.useSearch();
  const flow = useExecutedFlow(execution);
  const flowName = flow.definition?.name ?? execution.flowId;
  const keys = Object.entries(execution.keys)
    .filter(([name]) => name !== 'correlationId')
    .map(([, values]) => values.join(', '))
    .join(' · ');
  const title = messages.title(flowName, keys);
  return (
    <Page
      documentTitle={title}
      title={
        <Group gap="sm" wrap="nowrap">
          {title}
          <span style={{ fontSize: 'var(--mantine-font-size-md)' }}>
            <ExecutionStateLabel state={execution.state} reprocessed={execution.reprocessed} />
          </span>
        </Group>
      }
      actions={<ExecutionActions execution={execution} run={run} />}
    >
      <ExecutionTrace execution={execution} flow={flow} onLoadWhole={onLoadWhole} />
    </Page>
  );
}

function Gone() {
  const { gone } = messages;
  return (
    <Page title={gone.title}>
      <Empty
        title={gone.title}
        action={
          <Button renderRoot={props => <Link to="/executions" {...props} />} variant="default">
            {gone.action}
          </Button>
        }
      >
        {gone.text}
      </Empty>
    </Page>
  );
}
