import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import '@mantine/spotlight/styles.css';
import { useDebouncedValue } from '@mantine/hooks';
import { spotlight, Spotlight, type SpotlightActionData, type SpotlightActionGroupData } from '@mantine/spotlight';
import {
  IconArrowsRightLeft,
  IconHome,
  IconListCheck,
  IconMoon,
  IconPlugConnected,
  IconPlus,
  IconSearch,
} from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useConnections } from '../api/connections.ts';
import { useFlows } from '../api/flows.ts';
import { messages } from '../messages.ts';
import { searchTextOf } from '../pages/executions/search-text.ts';
import { useExecutionMatches } from './use-execution-matches.ts';

const texts = messages.commandPalette;
const iconOf = (Icon: typeof IconHome) => <Icon size={16} stroke={1.6} />;

/** Pages, flows, connections, commands, and executions by business key. Loaded when first asked for: it opens itself. */
export function CommandPalette() {
  const [isOpen, setIsOpen] = useState(false);
  const [query, setQuery] = useState('');
  const groups = useGroups(query, isOpen);
  useEffect(() => spotlight.open(), []);
  return (
    <Spotlight
      actions={groups}
      query={query}
      onQueryChange={setQuery}
      onSpotlightOpen={() => setIsOpen(true)}
      onSpotlightClose={() => setIsOpen(false)}
      filter={narrowed}
      nothingFound={texts.nothing}
      shortcut={null}
      scrollable
      maxHeight={440}
      highlightQuery
      size={600}
      attributes={{ content: { 'aria-label': texts.open } }}
      searchProps={{
        leftSection: iconOf(IconSearch),
        placeholder: texts.placeholder,
        'aria-label': texts.open,
      }}
    />
  );
}

/** Executions were looked up by the query; everything else is narrowed by its words. */
function narrowed(query: string, groups: (SpotlightActionData | SpotlightActionGroupData)[]) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (action: SpotlightActionData) =>
    words.every(word => `${action.label} ${action.description ?? ''} ${action.id}`.toLowerCase().includes(word));
  return groups
    .filter(group => 'actions' in group)
    .map(({ group, actions }) => ({
      group,
      actions: group === texts.groups.executions ? actions : actions.filter(fits).slice(0, 8),
    }))
    .filter(({ actions }) => actions.length > 0);
}

function useGroups(query: string, enabled: boolean): SpotlightActionGroupData[] {
  const navigate = useNavigate();
  const { setColorScheme } = useMantineColorScheme();
  const isDark = useComputedColorScheme('light') === 'dark';
  const flows = useFlows({ enabled }).data?.flows ?? [];
  const connections = useConnections({ enabled }).data?.connections ?? [];
  const [settled] = useDebouncedValue(query, 200);
  const matches = useExecutionMatches(settled, enabled);
  const { navigation, colorScheme } = messages;

  return [
    {
      group: texts.groups.executions,
      actions: matches.map(({ filter, executions, nextCursor }) => {
        const [only] = executions;
        return {
          id: `executions-${searchTextOf(filter)}`,
          label: texts.executionsOf(searchTextOf(filter).replace(':', ' ')),
          description: texts.found(executions.length, nextCursor === null),
          leftSection: iconOf(IconListCheck),
          onClick: () =>
            executions.length === 1 && only
              ? void navigate({ to: '/executions/$executionId', params: { executionId: only.id } })
              : void navigate({ to: '/executions', search: filter }),
        };
      }),
    },
    {
      group: texts.groups.pages,
      actions: [
        page('overview', navigation.overview, IconHome, () => navigate({ to: '/' })),
        page('flows', navigation.flows, IconArrowsRightLeft, () => navigate({ to: '/flows' })),
        page('executions', navigation.executions, IconListCheck, () => navigate({ to: '/executions' })),
        page('connections', navigation.connections, IconPlugConnected, () => navigate({ to: '/connections' })),
      ],
    },
    {
      group: texts.groups.flows,
      actions: flows.map(({ id, name, domain }) => ({
        id: `flow-${id}`,
        label: name === '' ? id : name,
        description: domain === '' ? id : `${id} · ${domain}`,
        leftSection: iconOf(IconArrowsRightLeft),
        onClick: () => void navigate({ to: '/flows/$flowId', params: { flowId: id } }),
      })),
    },
    {
      group: texts.groups.connections,
      actions: connections.map(({ id, name, type }) => ({
        id: `connection-${id}`,
        label: name,
        description: `${id} · ${type}`,
        leftSection: iconOf(IconPlugConnected),
        onClick: () => void navigate({ to: '/connections/$connectionId', params: { connectionId: id } }),
      })),
    },
    {
      group: texts.groups.commands,
      actions: [
        page('new-flow', texts.newFlow, IconPlus, () => navigate({ to: '/flows', search: { new: 'blank' } })),
        page('colours', isDark ? colorScheme.toLight : colorScheme.toDark, IconMoon, () =>
          setColorScheme(isDark ? 'light' : 'dark'),
        ),
      ],
    },
  ];
}

function page(id: string, label: string, icon: typeof IconHome, go: () => unknown): SpotlightActionData {
  return { id, label, leftSection: iconOf(icon), onClick: () => void go() };
}
