import { ActionIcon, Input, Select, Stack, Text, Title } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { connectNodes, refusalOf } from './commands/connect-nodes.ts';
import { removeSelection } from './commands/remove-selection.ts';
import { type DraftFlow, type DraftNode, edgeKey, nodeTitle } from './draft-flow.ts';
import classes from './inspector-panel.module.css';
import { messages } from './inspector-panel.messages.ts';
import { portsOf } from './node-catalog.ts';
import { edgesPointer, placeOfProblem } from './place-of-problem.ts';
import { useEditor } from './store/editor-context.ts';
import { noSelection } from './store/editor-store.ts';

/** Where the outputs of a node lead, as fields: drawing without a pointer. */
export function EdgeFields({ flow, node }: { flow: DraftFlow; node: DraftNode }) {
  const edit = useEditor(state => state.edit);
  const titles = new Map(flow.nodes.map(other => [other.id, nodeTitle(other)]));
  const ports = portsOf(node);
  const problems = useEditor(state => state.problems).map(problem => ({ ...placeOfProblem(flow, problem), problem }));
  const faultsAt = (pointer: string) =>
    problems
      .filter(place => place.nodeId === node.id && place.pointer === pointer)
      .map(({ problem }) => (
        <Input.Error key={problem.message} c={problem.severity === 'error' ? undefined : 'var(--tint-text-yellow)'}>
          {problem.message}
        </Input.Error>
      ));
  return (
    <Stack gap={6} data-field={edgesPointer} tabIndex={-1}>
      <Title order={3}>{messages.edges}</Title>
      {faultsAt(edgesPointer)}
      {ports.length === 0 && (
        <Text size="sm" c="dimmed">
          {messages.nothingLeaves}
        </Text>
      )}
      {ports.map(port => {
        const edges = flow.edges.filter(edge => edge.from === node.id && (edge.port ?? 'out') === port.name);
        return (
          <Stack key={port.name} gap={2}>
            <Select
              label={ports.length > 1 ? port.title : undefined}
              aria-label={messages.connectTo(port.title)}
              placeholder={messages.choose}
              searchable
              value={null}
              data={flow.nodes
                .filter(other => refusalOf(flow, { from: node.id, port: port.name, to: other.id }) === undefined)
                .map(other => ({ value: other.id, label: nodeTitle(other) }))}
              onChange={to =>
                to !== null && edit(current => connectNodes(current, { from: node.id, port: port.name, to }))
              }
            />
            {edges.map(edge => {
              const to = titles.get(edge.to) ?? edge.to;
              const edges = new Set([edgeKey(edge)]);
              const pointer = `${edgesPointer}/${flow.edges.indexOf(edge)}`;
              return (
                <div key={pointer} className={classes['edge']} data-field={pointer}>
                  <span>→ {to}</span>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    size="sm"
                    aria-label={messages.disconnect(port.title, to)}
                    onClick={() => edit(current => removeSelection(current, { ...noSelection, edges }))}
                  >
                    <IconX size={13} aria-hidden />
                  </ActionIcon>
                  {faultsAt(pointer)}
                </div>
              );
            })}
          </Stack>
        );
      })}
    </Stack>
  );
}
