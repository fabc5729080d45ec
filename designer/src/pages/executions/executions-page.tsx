import type { ExecutionSummary } from '@lineshaft/api';
import { Button, Group, Modal, Text } from '@mantine/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import { type MouseEvent, useMemo, useRef, useState } from 'react';
import type { ExecutionOperation } from '../../api/executions.ts';
import { useFlows } from '../../api/flows.ts';
import { Page } from '../../ui/page.tsx';
import { Empty, Failure, Loading } from '../../ui/states.tsx';
import type { Selection } from '../../ui/virtual-table/selection.ts';
import { VirtualTable } from '../../ui/virtual-table/virtual-table.tsx';
import { BulkOperation } from './bulk-operation.tsx';
import { executionColumns } from './execution-columns.tsx';
import { executionFilter, isFiltered } from './execution-filter.ts';
import { ExecutionFilters } from './execution-filters.tsx';
import classes from './executions-page.module.css';
import { messages } from './messages.ts';
import type { ExecutionsSearch } from './search.ts';
import { useExecutionFeed } from './use-execution-feed.ts';

const route = getRouteApi('/executions');

/** Every execution, newest first; keeps up with what comes in. */
export function ExecutionsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const flows = useFlows().data?.flows;
  const columns = useMemo(() => executionColumns(new Map(flows?.map(({ id, name }) => [id, name || id]))), [flows]);
  const viewport = useRef<HTMLDivElement>(null);
  const [isReading, setReading] = useState(false);
  const [selected, setSelected] = useState<Selection>(new Set());
  const [operation, setOperation] = useState<ExecutionOperation>();
  const { live, ...filters } = search;
  const feed = useExecutionFeed(() => executionFilter(search, Date.now()), filters, {
    isLive: live !== false,
    isReading: isReading || selected.size > 0,
  });

  const narrow = (change: Partial<ExecutionsSearch>) => {
    setSelected(new Set());
    void navigate({ search: { ...search, ...change }, replace: true });
  };
  const showNew = (event: MouseEvent) => {
    viewport.current?.scrollTo({ top: 0 });
    feed.showNew();
    // The button goes away: whoever came to it by keyboard goes on in the list. (A key that presses it counts no clicks.)
    if (event.detail === 0) viewport.current?.focus();
  };

  return (
    <Page title={messages.title}>
      <div className={classes['page']}>
        <ExecutionFilters
          search={search}
          flows={flows ?? []}
          onChange={narrow}
          onClear={() => void navigate({ search: {}, replace: true })}
        />
        {selected.size > 0 && (
          <BulkBar count={selected.size} onOperate={setOperation} onUnselect={() => setSelected(new Set())} />
        )}
        <div className={classes['table']}>
          {feed.waiting.length > 0 && (
            <Button size="compact-xs" radius="xl" className={classes['new']} onClick={showNew}>
              {messages.newOnes(feed.waiting.length, feed.isCut)}
            </Button>
          )}
          {feed.isPending ? (
            <Loading />
          ) : feed.error && feed.executions.length === 0 ? (
            <Failure error={feed.error} retry={feed.refetch} />
          ) : (
            <VirtualTable<ExecutionSummary>
              label={messages.label}
              viewportRef={viewport}
              columns={columns}
              rows={feed.executions}
              rowId={rowId}
              onOpen={({ id }) => void navigate({ to: '/executions/$executionId', params: { executionId: id } })}
              selection={{ selected, onChange: setSelected, labelOf }}
              hasMore={feed.nextCursor !== null}
              onMore={feed.loadOlder}
              onReading={setReading}
              empty={<Nothing isFiltered={isFiltered(search)} />}
            />
          )}
        </div>
        <Text size="xs" c="dimmed" role="status">
          {messages.loaded(feed.executions.length, feed.nextCursor === null)}
          {feed.isLost && ` · ${messages.lost}`}
        </Text>
      </div>
      <Modal
        opened={operation !== undefined}
        onClose={() => setOperation(undefined)}
        title={operation && messages.bulk.operations[operation]}
      >
        {operation && (
          <BulkOperation operation={operation} ids={[...selected]} onClose={() => setOperation(undefined)} />
        )}
      </Modal>
    </Page>
  );
}

const rowId = ({ id }: ExecutionSummary) => id;

const labelOf = ({ flowId, keys }: ExecutionSummary) => [flowId, ...Object.values(keys).flat()].join(' ');

interface BulkBarProps {
  count: number;
  onOperate: (operation: ExecutionOperation) => void;
  onUnselect: () => void;
}

function BulkBar({ count, onOperate, onUnselect }: BulkBarProps) {
  const { bulk } = messages;
  return (
    <Group gap="xs" role="toolbar" aria-label={bulk.selected(count)}>
      <Text size="sm" fw={600}>
        {bulk.selected(count)}
      </Text>
      {(Object.keys(bulk.operations) as ExecutionOperation[]).map(each => (
        <Button key={each} variant="default" onClick={() => onOperate(each)}>
          {bulk.operations[each]} …
        </Button>
      ))}
      <Button variant="subtle" onClick={onUnselect}>
        {bulk.unselect}
      </Button>
    </Group>
  );
}

function Nothing({ isFiltered: isNarrowed }: { isFiltered: boolean }) {
  const { empty } = messages;
  if (isNarrowed) return <Empty title={empty.filteredTitle}>{empty.filteredText}</Empty>;
  return (
    <Empty
      title={empty.title}
      action={
        <Button component={Link} to="/flows" variant="default">
          {empty.flows}
        </Button>
      }
    >
      {empty.text}
    </Empty>
  );
}
