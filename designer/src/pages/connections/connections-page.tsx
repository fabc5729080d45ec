import { connectionManifests } from '@lineshaft/connectors/connection-manifests';
import type { ConnectionSummary } from '@lineshaft/api';
import { Button, Group, Select, Text, TextInput } from '@mantine/core';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useConnections } from '../../api/connections.ts';
import { useFlows } from '../../api/flows.ts';
import { CreateConnectionDialog } from '../../connections/create-connection-dialog.tsx';
import { Page } from '../../ui/page.tsx';
import { Empty, Failure, Loading } from '../../ui/states.tsx';
import { useSearchKey } from '../../ui/use-search-key.ts';
import { VirtualTable } from '../../ui/virtual-table/virtual-table.tsx';
import { nameOf } from '../flows/flow-name.ts';
import { connectionColumns } from './connection-columns.tsx';
import classes from './connections-page.module.css';
import { filterConnections } from './filter-connections.ts';
import { messages } from './messages.ts';
import { type ConnectionsSearch, connectionStates } from './search.ts';

const route = getRouteApi('/connections');

/** Every system that flows reach, and how it stands. */
export function ConnectionsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { data, error, isPending, refetch } = useConnections({ refetchInterval: 5000 });
  const [isCreating, setCreating] = useState(false);
  const all = data?.connections;
  const flows = useFlows().data?.flows;
  const flowNames = useMemo(() => new Map(flows?.map(flow => [flow.id, nameOf(flow)])), [flows]);
  const shown = useMemo(() => filterConnections(all ?? [], search, flowNames), [all, search, flowNames]);
  const environment = all?.[0]?.environment;
  const columns = useMemo(() => connectionColumns(environment, flowNames), [environment, flowNames]);

  const open = (id: string) => void navigate({ to: '/connections/$connectionId', params: { connectionId: id } });
  const create = (
    <Button leftSection={<IconPlus size={14} />} onClick={() => setCreating(true)}>
      {messages.create}
    </Button>
  );

  return (
    <Page title={messages.title} actions={create}>
      {isPending ? (
        <Loading />
      ) : all === undefined ? (
        <Failure error={error} retry={() => void refetch()} />
      ) : all.length === 0 ? (
        <Empty title={messages.empty.title} action={create}>
          {messages.empty.text}
        </Empty>
      ) : (
        <div className={classes['page']}>
          <Filters
            search={search}
            onChange={change => void navigate({ search: { ...search, ...change }, replace: true })}
          />
          <div className={classes['table']}>
            <VirtualTable<ConnectionSummary>
              label={messages.label}
              columns={columns}
              rows={shown}
              rowId={({ id }) => id}
              onOpen={({ id }) => open(id)}
              empty={<Empty title={messages.empty.filteredTitle}>{messages.empty.filteredText}</Empty>}
            />
          </div>
          <Text size="xs" c="dimmed" role="status">
            {messages.count(shown.length, all.length)}
          </Text>
        </div>
      )}
      <CreateConnectionDialog opened={isCreating} onClose={() => setCreating(false)} onCreated={open} />
    </Page>
  );
}

interface FiltersProps {
  search: ConnectionsSearch;
  onChange: (change: Partial<ConnectionsSearch>) => void;
}

function Filters({ search, onChange }: FiltersProps) {
  const field = useSearchKey();
  const isNarrowed = Object.values(search).some(value => value !== undefined);
  return (
    <Group gap="xs" role="search">
      <TextInput
        ref={field}
        aria-label={messages.search}
        placeholder={messages.search}
        leftSection={<IconSearch size={14} />}
        w={280}
        value={search.search ?? ''}
        onChange={event => onChange({ search: event.currentTarget.value || undefined })}
      />
      <Select
        aria-label={messages.type}
        placeholder={messages.allTypes}
        data={connectionManifests.map(({ type, title }) => ({ value: type, label: title }))}
        clearable
        w={170}
        value={search.type ?? null}
        onChange={type => onChange({ type: type ?? undefined })}
      />
      <Select
        aria-label={messages.state}
        placeholder={messages.allStates}
        data={connectionStates.map(state => ({ value: state, label: messages.states[state] }))}
        clearable
        w={200}
        value={search.state ?? null}
        onChange={state => onChange({ state: connectionStates.find(each => each === state) })}
      />
      {isNarrowed && (
        <Button variant="subtle" onClick={() => onChange({ search: undefined, type: undefined, state: undefined })}>
          {messages.clear}
        </Button>
      )}
    </Group>
  );
}
