import { Button, Group, Modal, SegmentedControl, Stack, Table, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { DraftFlow, JsonObject } from '../draft-flow.ts';
import { useEditor } from '../store/editor-context.ts';
import classes from './conflict-dialog.module.css';
import { mergeFlows, type Side } from './merge-flows.ts';
import { messages } from './messages.ts';
import type { SaveLoop } from './save-loop.ts';

const texts = messages.conflict;

interface ConflictDialogProps {
  loop: SaveLoop;
  theirs: JsonObject;
  onClose: () => void;
}

/** Three-way merge by hand: field by field what it was, what they made of it, and what was made of it here. */
export function ConflictDialog({ loop, theirs, onClose }: ConflictDialogProps) {
  const mine = useEditor(state => state.document);
  const [chosen, setChosen] = useState<ReadonlyMap<string, Side>>(new Map());
  const conflicts = useMemo(() => mergeFlows(loop.saved().definition, theirs, mine).conflicts, [loop, theirs, mine]);
  const keyed = conflicts.map(conflict => ({ ...conflict, key: JSON.stringify(conflict.path) }));
  const choose = (keys: string[], side: Side) =>
    setChosen(before => new Map([...before, ...keys.map(key => [key, side] as const)]));
  const isDecided = keyed.every(({ key }) => chosen.has(key));
  return (
    <Modal opened onClose={onClose} title={texts.title} size="min(1100px, 94vw)">
      <Stack gap="sm">
        <Text size="sm">{texts.explain}</Text>
        <Table layout="fixed">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{texts.base}</Table.Th>
              <Table.Th>{texts.theirs}</Table.Th>
              <Table.Th>{texts.mine}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {keyed.map(({ key, path, ...sides }) => {
              const label = labelOf(path, mine as DraftFlow);
              return [
                <Table.Tr key={`${key}-head`} className={classes['head']}>
                  <Table.Td colSpan={2}>{label}</Table.Td>
                  <Table.Td>
                    <SegmentedControl
                      aria-label={texts.field(label)}
                      value={chosen.get(key) ?? ''}
                      onChange={side => choose([key], side as Side)}
                      data={[
                        { value: 'theirs', label: texts.theirs },
                        { value: 'mine', label: texts.mine },
                      ]}
                    />
                  </Table.Td>
                </Table.Tr>,
                <Table.Tr key={key}>
                  <Table.Td>
                    <Value value={sides.base} />
                  </Table.Td>
                  <Table.Td data-chosen={chosen.get(key) === 'theirs' || undefined} className={classes['side']}>
                    <Value value={sides.theirs} />
                  </Table.Td>
                  <Table.Td data-chosen={chosen.get(key) === 'mine' || undefined} className={classes['side']}>
                    <Value value={sides.mine} />
                  </Table.Td>
                </Table.Tr>,
              ];
            })}
          </Table.Tbody>
        </Table>
        <Group justify="space-between">
          <Group gap="xs">
            <Button
              variant="default"
              onClick={() =>
                choose(
                  keyed.map(({ key }) => key),
                  'theirs',
                )
              }
            >
              {texts.allTheirs}
            </Button>
            <Button
              variant="default"
              onClick={() =>
                choose(
                  keyed.map(({ key }) => key),
                  'mine',
                )
              }
            >
              {texts.allMine}
            </Button>
          </Group>
          <Group gap="xs">
            <Button variant="default" onClick={onClose}>
              {texts.later}
            </Button>
            <Button
              disabled={!isDecided}
              onClick={() => loop.resolve(path => chosen.get(JSON.stringify(path)) ?? 'mine')}
            >
              {texts.take}
            </Button>
          </Group>
        </Group>
      </Stack>
    </Modal>
  );
}

function Value({ value }: { value: unknown }) {
  if (value === undefined)
    return (
      <Text size="sm" c="dimmed" fs="italic">
        {texts.nothing}
      </Text>
    );
  return (
    <pre className={classes['value']}>{typeof value === 'string' ? value : JSON.stringify(value, undefined, 2)}</pre>
  );
}

/** Nodes by their name: nobody knows ids by heart. */
function labelOf([list, id, ...rest]: string[], flow: DraftFlow): string {
  const name =
    list === 'nodes' && Array.isArray(flow.nodes) ? flow.nodes.find(node => node.id === id)?.name : undefined;
  return [name ?? (list === 'nodes' ? id : [list, id].filter(Boolean).join(' › ')), ...rest].join(' › ');
}
