import { Button, Group, SegmentedControl, Text } from '@mantine/core';
import { useState } from 'react';
import { Pager } from '../../ui/pager.tsx';
import { ItemView } from './item-view.tsx';
import { messages } from './messages.ts';
import { joinedItems, type OutputGroup } from './output-groups.ts';
import { useTry } from './try-context.ts';
import { useLoadWhole } from './use-load-whole.ts';

const texts = messages.panel;

interface OutputGroupsProps {
  nodeId: string;
  groups: readonly OutputGroup[];
  /** The node has one output, so which it was goes without saying. */
  isOnlyWay: boolean;
}

/** What went out, one way at a time, and there all items together or one by one. */
export function OutputGroups({ nodeId, groups, isOnlyWay }: OutputGroupsProps) {
  const [chosen, setChosen] = useState(groups[0]?.key);
  const group = groups.find(({ key }) => key === chosen) ?? groups[0];
  if (!group) return null;
  return (
    <>
      {groups.length > 1 ? (
        <SegmentedControl
          aria-label={texts.groups.label}
          style={{ alignSelf: 'flex-start', maxWidth: '100%', overflow: 'auto', flex: 'none' }}
          value={group.key}
          onChange={setChosen}
          data={groups.map(({ key, label, items }) => ({
            value: key,
            label: items.length > 1 ? `${label} (${items.length})` : label,
          }))}
        />
      ) : (
        !isOnlyWay && (
          <Text size="xs" c="dimmed">
            {group.label}
          </Text>
        )
      )}
      <Items key={group.key} nodeId={nodeId} group={group} />
    </>
  );
}

function Items({ nodeId, group: { label, items } }: { nodeId: string; group: OutputGroup }) {
  const joined = joinedItems(items);
  const [isJoined, setJoined] = useState(true);
  const [index, setIndex] = useState(0);
  const item = (isJoined ? joined : undefined) ?? items[index];
  const load = useLoadWhole(nodeId, item);
  const wasSent = useTry(state => (state.alone.get(nodeId) ?? state.last)?.request.reallySend);
  if (!item) return null;
  return (
    <>
      {items.length > 1 && (
        <Group gap={4} wrap="nowrap">
          {joined && (
            <Button variant="subtle" color="gray" size="compact-xs" onClick={() => setJoined(!isJoined)}>
              {isJoined ? texts.oneByOne : texts.allItems(items.length)}
            </Button>
          )}
          {item === joined ? (
            <Text size="xs">{texts.allItems(items.length)}</Text>
          ) : (
            <Pager
              index={index}
              count={items.length}
              place={texts.item(index + 1, items.length)}
              previous={texts.previousItem}
              next={texts.nextItem}
              onShow={setIndex}
            />
          )}
        </Group>
      )}
      {item.truncated && wasSent && <Text size="xs">{texts.cutSent}</Text>}
      <ItemView
        key={item === joined ? 'all' : index}
        item={item}
        label={`${texts.output}, ${label}`}
        side="output"
        onLoadWhole={load}
      />
    </>
  );
}
