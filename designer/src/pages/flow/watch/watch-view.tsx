import type { FlowVersionDefinition } from '@lineshaft/flow';
import { Alert, Group, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useFlow } from '../../../api/flows.ts';
import { useLiveFlow } from '../../../api/live.ts';
import { FlowPicture } from '../../../editor/canvas/flow-picture.tsx';
import { flowEndpoints } from '../../../intake/flow-endpoints.ts';
import { SendAddresses } from '../../../intake/send-addresses.tsx';
import linkClasses from '../../../ui/link.module.css';
import { Empty, Failure, Loading } from '../../../ui/states.tsx';
import { useExecutedFlow } from '../../execution/use-executed-flow.ts';
import { liveMarks } from './live-marks.ts';
import { messages } from './messages.ts';
import classes from './watch-view.module.css';

/** The published flow with what goes on in it, once a second. */
export function WatchView({ flowId }: { flowId: string }) {
  const flow = useFlow(flowId);
  if (flow.isError && !flow.data) return <Failure error={flow.error} retry={() => void flow.refetch()} />;
  if (!flow.data) return <Loading />;
  const version = flow.data.publishedVersion;
  if (version === null) return <Empty title={messages.unpublished.title}>{messages.unpublished.text}</Empty>;
  return <PublishedFlow flowId={flowId} version={version} />;
}

const nothing = { nodes: new Map(), edges: new Map() };

function PublishedFlow({ flowId, version }: { flowId: string; version: number }) {
  const { definition } = useExecutedFlow({ flowId, flowVersion: version });
  const { live, isLost } = useLiveFlow(flowId);
  const [selected, setSelected] = useState<string>();
  const marks = useMemo(() => (definition && live ? liveMarks(definition, live) : nothing), [definition, live]);
  if (!definition) return <Loading />;
  return (
    <div className={classes['view']}>
      <Group gap="md" px="sm" py={6}>
        <Text size="sm" role="status">
          {live
            ? `${messages.window(live.windowSeconds, messages.ended(live.ended.succeeded, live.ended.failed))}${version}.`
            : messages.connecting}
        </Text>
        {live?.isPartial && (
          <Text size="sm" c="dimmed">
            {messages.isPartial}
          </Text>
        )}
        <Link to="/executions" search={{ flow: flowId }} className={linkClasses['plain']}>
          <Text span size="sm">
            {messages.executions}
          </Text>
        </Link>
      </Group>
      {isLost && (
        <Alert color="orange" p="xs">
          {messages.lost}
        </Alert>
      )}
      {live && marks.nodes.size === 0 && <NothingYet nodes={definition.nodes} />}
      <div className={classes['diagram']}>
        <FlowPicture
          label={messages.label}
          flow={definition}
          marks={marks.nodes}
          edgeMarks={marks.edges}
          chosen={selected}
          onChoose={setSelected}
        />
      </div>
    </div>
  );
}

/** Nobody sent anything for a while: how to. */
function NothingYet({ nodes }: { nodes: FlowVersionDefinition['nodes'] }) {
  const endpoints = flowEndpoints(nodes);
  return (
    <Group gap="xs" px="sm" pb={6} align="start">
      <Text size="sm">{endpoints.length === 0 ? messages.nothing : messages.nothingYet}</Text>
      <SendAddresses endpoints={endpoints} />
    </Group>
  );
}
