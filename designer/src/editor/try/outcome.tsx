import { ApiError, type RequestFault } from '@lineshaft/api';
import { Alert, Button, Group, List, Text, UnstyledButton } from '@mantine/core';
import { IconAlertTriangle, IconClock } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { explainError } from '../../failures/explain-error.ts';
import linkClasses from '../../ui/link.module.css';
import { nodeTitle } from '../draft-flow.ts';
import { placeOfProblem } from '../place-of-problem.ts';
import { useEditor } from '../store/editor-context.ts';
import { messages } from './messages.ts';
import classes from './try-panel.module.css';
import { useTry } from './try-context.ts';

const texts = messages.outcome;
const mostFaults = 20;

/** What a person should know of the last run: why it did not happen, where it failed, what it left. */
export function Outcome() {
  const error = useTry(state => state.error);
  const trial = useTry(state => state.latest?.trial);
  const flow = useEditor(state => state.flow);
  const goTo = useEditor(state => state.goTo);
  const chosen = useEditor(state => state.selection.nodes);
  const titles = new Map(flow?.nodes.map(node => [node.id, nodeTitle(node)]));
  const titleOf = (id: string) => titles.get(id) ?? id;
  if (error)
    return (
      <Notices>
        <Alert color="red" p="xs" icon={<IconAlertTriangle size={15} aria-hidden />} title={texts.unanswered}>
          <Refusal error={error} titleOf={titleOf} />
        </Alert>
      </Notices>
    );
  if (!trial) return null;
  const failures = trial.executions.flatMap(execution => (execution.error ? [execution.error] : []));
  // What the chosen node says itself in its output need not be said twice.
  const elsewhere = [...new Map(failures.map(failure => [failure.nodeId, failure])).values()].filter(
    ({ nodeId }) => !chosen.has(nodeId),
  );
  const notices = [
    ...(trial.refused
      ? [
          <Alert key="refused" color="red" p="xs" title={texts.refused}>
            {trial.refused.message} {texts.refusedHint}
          </Alert>,
        ]
      : []),
    ...elsewhere.map(failure => (
      <Alert key={failure.nodeId} color="red" p="xs">
        <Group justify="space-between" wrap="nowrap">
          <Text size="sm" lineClamp={2}>
            <strong>{texts.failedTitle(titleOf(failure.nodeId), explainError(failure).what)}</strong> {failure.message}
          </Text>
          <Button variant="default" size="compact-xs" flex="none" onClick={() => goTo({ nodeId: failure.nodeId })}>
            {texts.show}
          </Button>
        </Group>
      </Alert>
    )),
    ...(trial.endedBy
      ? [
          <Alert key="ended" color="yellow" p="xs">
            {texts.endedBy[trial.endedBy]}
          </Alert>,
        ]
      : []),
    ...trial.kept.map(({ nodeId, keys }) => (
      <Alert key={`kept ${nodeId}`} color="blue" p="xs" icon={<IconClock size={15} aria-hidden />}>
        {texts.kept(titleOf(nodeId), keys.slice(0, 3).join(', '))}
      </Alert>
    )),
  ];
  return notices.length === 0 ? null : <Notices>{notices}</Notices>;
}

function Notices({ children }: { children: ReactNode }) {
  return <div className={classes['notices']}>{children}</div>;
}

/** Why the runtime did not run it, with the faults of the draft as ways to their fields. */
function Refusal({ error, titleOf }: { error: Error; titleOf: (nodeId: string) => string }) {
  const flow = useEditor(state => state.flow);
  const flowId = useEditor(state => state.flowId);
  const goTo = useEditor(state => state.goTo);
  const navigate = useNavigate();
  const faults = error instanceof ApiError ? (error.problem.problems ?? []) : [];
  const follow = (fault: RequestFault) => {
    const place = placeOfProblem(flow, fault);
    goTo(place);
    // The settings of the flow itself are not part of this view.
    if (place.nodeId === undefined) void navigate({ to: '/flows/$flowId', params: { flowId } });
  };
  if (faults.length === 0) return <Text size="sm">{error.message}</Text>;
  return (
    <List size="sm" listStyleType="none">
      {faults.slice(0, mostFaults).map(fault => (
        <List.Item key={`${fault.path} ${fault.message}`}>
          <UnstyledButton className={linkClasses['plain']} onClick={() => follow(fault)}>
            <Text size="sm" span>
              {nodeOf(fault, titleOf)}
              {fault.message}
            </Text>
          </UnstyledButton>
        </List.Item>
      ))}
    </List>
  );
}

function nodeOf({ nodeId }: RequestFault, titleOf: (nodeId: string) => string): ReactNode {
  return nodeId === undefined ? null : <strong>{titleOf(nodeId)}: </strong>;
}
