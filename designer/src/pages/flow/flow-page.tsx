import { ApiError } from '@lineshaft/api';
import { Anchor } from '@mantine/core';
import { ModalsProvider } from '@mantine/modals';
import { Link, useParams } from '@tanstack/react-router';
import { useFlow } from '../../api/flows.ts';
import { Page } from '../../ui/page.tsx';
import { Empty, Failure, Loading } from '../../ui/states.tsx';
import { messages } from './messages.ts';
import { OpenFlow } from './open-flow.tsx';

/** One flow: its drawing, what runs of it, and what it was. */
export function FlowPage() {
  const { flowId } = useParams({ from: '/flows/$flowId' });
  const flow = useFlow(flowId);
  // What is open stays open, also while the runtime cannot be reached.
  if (flow.data)
    return (
      <ModalsProvider>
        <OpenFlow key={flowId} flow={flow.data} />
      </ModalsProvider>
    );
  const isMissing = flow.error instanceof ApiError && flow.error.status === 404;
  return (
    <Page title={isMissing ? messages.notFound.title : flowId}>
      {isMissing ? (
        <Empty
          title={messages.notFound.title}
          action={
            <Anchor component={Link} to="/flows">
              {messages.notFound.back}
            </Anchor>
          }
        >
          {messages.notFound.text(flowId)}
        </Empty>
      ) : flow.isError ? (
        <Failure error={flow.error} retry={() => void flow.refetch()} />
      ) : (
        <Loading />
      )}
    </Page>
  );
}
