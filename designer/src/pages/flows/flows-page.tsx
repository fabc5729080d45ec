import type { FlowListEntry } from '@lineshaft/api';
import { Button, Group, Modal, Select, Text, TextInput } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconPlus, IconSearch, IconX } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useConnections } from '../../api/connections.ts';
import { type FlowOrder, useFlow, useFlowList } from '../../api/flows.ts';
import { Page } from '../../ui/page.tsx';
import { Empty, Failure, Loading } from '../../ui/states.tsx';
import { useSearchKey } from '../../ui/use-search-key.ts';
import { VirtualTable } from '../../ui/virtual-table/virtual-table.tsx';
import { DeleteFlow } from './delete-flow.tsx';
import { flowColumns } from './flow-columns.tsx';
import { nameOf } from './flow-name.ts';
import classes from './flows-page.module.css';
import { messages } from './messages.ts';
import { NewFlow } from './new-flow.tsx';
import type { FlowsSearch } from './search.ts';

const route = getRouteApi('/flows');
const texts = messages.filters;

/** Every flow, how it fares, and what can be done with it. */
export function FlowsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { sort = 'name', descending = false, new: origin } = search;
  const filter = { search: search.search, nodeType: search.nodeType, connection: search.connection };
  const isFiltered = Object.values(filter).some(Boolean);
  const flows = useFlowList(filter, { sort, descending });
  const [duplicated, setDuplicated] = useState<FlowListEntry>();
  const [deleted, setDeleted] = useState<FlowListEntry>();
  // Where there is little room, the menu of a flow is worth more than when it was changed.
  const isNarrow = useMediaQuery('(max-width: 75em)', false, { getInitialValueInEffect: false });
  const columns = useMemo(() => {
    const all = flowColumns({ onDuplicate: setDuplicated, onDelete: setDeleted });
    return isNarrow ? all.filter(({ id }) => id !== 'updated') : all;
  }, [isNarrow]);
  const narrow = (change: Partial<FlowsSearch>) => void navigate({ search: { ...search, ...change }, replace: true });

  return (
    <Page
      title={messages.title}
      actions={
        <Button leftSection={<IconPlus size={14} />} onClick={() => narrow({ new: 'blank' })}>
          {messages.actions.new}
        </Button>
      }
    >
      <div className={classes['page']}>
        <FlowFilters search={search} isFiltered={isFiltered} flows={flows.entries} onChange={narrow} />
        <div className={classes['table']}>
          {flows.isPending ? (
            <Loading />
          ) : flows.isError && flows.entries.length === 0 ? (
            <Failure error={flows.error} retry={() => void flows.refetch()} />
          ) : (
            <VirtualTable<FlowListEntry>
              label={messages.label}
              columns={columns}
              rows={flows.entries}
              hasMore={flows.hasNextPage}
              onMore={flows.loadMore}
              rowId={({ id }) => id}
              onOpen={({ id }) => void navigate({ to: '/flows/$flowId', params: { flowId: id } })}
              sort={{ column: sort, descending }}
              onSort={next =>
                narrow({ sort: next.column as FlowOrder['sort'], descending: next.descending || undefined })
              }
              empty={<Nothing isFiltered={isFiltered} onBegin={() => narrow({ new: 'example' })} />}
            />
          )}
        </div>
        <Text size="xs" c="dimmed" role="status">
          {flows.isSuccess && messages.shown(flows.entries.length, flows.hasNextPage)}
        </Text>
      </div>
      <Modal opened={origin !== undefined} onClose={() => narrow({ new: undefined })} title={messages.create.title}>
        {origin && (
          <NewFlow
            origin={origin}
            onOrigin={next => narrow({ new: next })}
            onClose={() => narrow({ new: undefined })}
          />
        )}
      </Modal>
      <Modal
        opened={duplicated !== undefined}
        onClose={() => setDuplicated(undefined)}
        title={duplicated && messages.create.duplicateTitle(nameOf(duplicated))}
      >
        {duplicated && <DuplicateFlow id={duplicated.id} onClose={() => setDuplicated(undefined)} />}
      </Modal>
      <Modal
        opened={deleted !== undefined}
        onClose={() => setDeleted(undefined)}
        title={deleted && messages.deletion.title(nameOf(deleted))}
      >
        {deleted && <DeleteFlow flow={deleted} onClose={() => setDeleted(undefined)} />}
      </Modal>
    </Page>
  );
}

interface FlowFiltersProps {
  search: FlowsSearch;
  isFiltered: boolean;
  flows: readonly FlowListEntry[];
  onChange: (change: Partial<FlowsSearch>) => void;
}

function FlowFilters({ search, isFiltered, flows, onChange }: FlowFiltersProps) {
  const connections = useConnections().data?.connections ?? [];
  const searchField = useSearchKey();
  const nodeTypes = [...new Set([...flows.flatMap(flow => flow.nodeTypes), ...(search.nodeType ?? '').split(' ')])];
  return (
    <Group gap="xs">
      <TextInput
        ref={searchField}
        w={330}
        aria-label={texts.search}
        placeholder={texts.search}
        leftSection={<IconSearch size={14} />}
        value={search.search ?? ''}
        onChange={event => onChange({ search: event.currentTarget.value || undefined })}
      />
      <Select
        w={190}
        aria-label={texts.nodeType}
        placeholder={texts.nodeType}
        data={nodeTypes.filter(Boolean).toSorted()}
        value={search.nodeType ?? null}
        onChange={nodeType => onChange({ nodeType: nodeType ?? undefined })}
        searchable
        clearable
      />
      <Select
        w={190}
        aria-label={texts.connection}
        placeholder={texts.connection}
        data={connections.map(({ id, name }) => ({ value: id, label: name }))}
        value={search.connection ?? null}
        onChange={connection => onChange({ connection: connection ?? undefined })}
        searchable
        clearable
      />
      {isFiltered && (
        <Button
          variant="subtle"
          leftSection={<IconX size={13} />}
          onClick={() => onChange({ search: undefined, nodeType: undefined, connection: undefined })}
        >
          {texts.clear}
        </Button>
      )}
    </Group>
  );
}

function DuplicateFlow({ id, onClose }: { id: string; onClose: () => void }) {
  const flow = useFlow(id);
  if (flow.isError) return <Failure error={flow.error} />;
  return flow.data ? <NewFlow template={copyOf(flow.data.definition)} onClose={onClose} /> : <Loading />;
}

function copyOf(definition: Record<string, unknown>): Record<string, unknown> {
  const { name } = definition;
  return typeof name === 'string' ? { ...definition, name: messages.create.copyName(name) } : definition;
}

function Nothing({ isFiltered, onBegin }: { isFiltered: boolean; onBegin: () => void }) {
  const { empty, create } = messages;
  if (isFiltered) return <Empty title={empty.filteredTitle}>{empty.filteredText}</Empty>;
  return (
    <Empty title={empty.title} action={<Button onClick={onBegin}>{create.from.example}</Button>}>
      {empty.text}
    </Empty>
  );
}
