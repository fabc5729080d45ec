import { Badge, Text, Title, UnstyledButton } from '@mantine/core';
import { useMemo, useState } from 'react';
import { FlowPicture } from '../canvas/flow-picture.tsx';
import type { JsonObject } from '../draft-flow.ts';
import { compareFlows, type FieldChange } from './compare-flows.ts';
import classes from './comparison-view.module.css';
import { FieldDifference } from './field-difference.tsx';
import { joinFlows } from './join-flows.ts';
import { messages } from './messages.ts';

const colors = { added: 'success', changed: 'yellow', removed: 'red' } as const;
const flowEntry = '';

/** Two states of a flow: what changed drawn in colours, as a list, and field by field. */
export function ComparisonView({ before, after }: { before: JsonObject; after: JsonObject }) {
  const comparison = useMemo(() => compareFlows(before, after), [before, after]);
  const picture = useMemo(() => joinFlows(before, after, comparison), [before, after, comparison]);
  const [chosen, setChosen] = useState<string>();
  const { fields, nodes, edges } = comparison;
  const names = new Map(picture.flow.nodes.map(node => [node.id, node.name ?? node.id]));
  const current = chosen ?? (fields.length > 0 ? flowEntry : nodes[0]?.id);
  const node = nodes.find(({ id }) => id === current);
  const shown: FieldChange[] = current === flowEntry ? fields : (node?.fields ?? []);
  if (comparison.isSame)
    return (
      <Text size="sm" c="dimmed" p="md">
        {messages.same}
      </Text>
    );
  return (
    <div className={classes['view']}>
      <div className={classes['picture']}>
        <FlowPicture {...picture} label={messages.picture} chosen={current} onChoose={setChosen} />
      </div>
      <div className={classes['details']}>
        <nav className={classes['list']} aria-label={messages.changes}>
          {fields.length > 0 && (
            <UnstyledButton
              className={classes['entry']}
              aria-current={current === flowEntry || undefined}
              onClick={() => setChosen(flowEntry)}
            >
              <span>{messages.flow}</span>
              <Badge variant="light" color="yellow">
                {messages.nodes.changed}
              </Badge>
            </UnstyledButton>
          )}
          {nodes.map(({ id, name, change }) => (
            <UnstyledButton
              key={id}
              className={classes['entry']}
              aria-current={current === id || undefined}
              onClick={() => setChosen(id)}
            >
              <span>{name}</span>
              <Badge variant="light" color={colors[change]}>
                {messages.nodes[change]}
              </Badge>
            </UnstyledButton>
          ))}
          {edges.length > 0 && (
            <Title order={3} px={6} pt={8}>
              {messages.edges}
            </Title>
          )}
          {edges.map(({ edge: { from, port, to }, change }) => (
            <div key={JSON.stringify([from, port, to])} className={classes['entry']}>
              <span>{messages.edge(names.get(from) ?? from, port, names.get(to) ?? to)}</span>
              <Badge variant="light" color={colors[change]}>
                {messages.nodes[change]}
              </Badge>
            </div>
          ))}
        </nav>
        <div className={classes['fields']} role="group" aria-label={messages.fields} tabIndex={0}>
          {node && node.change !== 'changed' && <Text size="sm">{messages.wholeNode[node.change]}</Text>}
          {shown.map(field => (
            <FieldDifference key={`${current} ${field.path.join('/')}`} field={field} />
          ))}
        </div>
      </div>
    </div>
  );
}
