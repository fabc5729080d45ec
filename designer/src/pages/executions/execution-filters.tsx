import { Autocomplete, Button, Group, MultiSelect, Select, Switch, TextInput } from '@mantine/core';
import { executionStates, type ExecutionState } from '@lineshaft/flow';
import { IconSearch, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useKeyNames } from '../../api/key-names.ts';
import { useSearchKey } from '../../ui/use-search-key.ts';
import { isFiltered } from './execution-filter.ts';
import { toInstant, toLocalInput } from './local-time.ts';
import { messages } from './messages.ts';
import { filterFor, filtersFor, parseSearchText, searchTextOf } from './search-text.ts';
import type { ExecutionsSearch, RangePreset } from './search.ts';

const texts = messages.filters;

interface ExecutionFiltersProps {
  search: ExecutionsSearch;
  onChange: (change: Partial<ExecutionsSearch>) => void;
  onClear: () => void;
  flows: readonly { id: string; name: string }[];
}

/** What the list is narrowed to. */
export function ExecutionFilters({ search, onChange, onClear, flows }: ExecutionFiltersProps) {
  return (
    <Group gap="xs">
      <KeySearch key={searchTextOf(search)} search={search} onChange={onChange} />
      <MultiSelect
        size="xs"
        w={200}
        styles={{ pillsList: { flexWrap: 'nowrap', overflow: 'hidden' } }}
        aria-label={texts.state}
        placeholder={search.state?.length ? '' : texts.anyState}
        data={executionStates.map(state => ({ value: state, label: messages.states[state] }))}
        value={search.state ?? []}
        onChange={states => onChange({ state: states.length > 0 ? (states as ExecutionState[]) : undefined })}
        clearable
      />
      <Select
        w={160}
        aria-label={texts.flow}
        placeholder={texts.anyFlow}
        data={flows.map(({ id, name }) => ({ value: id, label: name === '' ? id : name }))}
        value={search.flow ?? null}
        onChange={flow => onChange({ flow: flow ?? undefined })}
        searchable
        limit={100}
        clearable
      />
      <TimeRange search={search} onChange={onChange} />
      {isFiltered(search) && (
        <Button variant="subtle" leftSection={<IconX size={13} />} onClick={onClear}>
          {texts.clear}
        </Button>
      )}
      <Switch
        ml="auto"
        label={texts.live}
        checked={search.live !== false}
        onChange={event => onChange({ live: event.currentTarget.checked ? undefined : false })}
      />
    </Group>
  );
}

function KeySearch({ search, onChange }: Pick<ExecutionFiltersProps, 'search' | 'onChange'>) {
  const [text, setText] = useState(searchTextOf(search));
  const field = useSearchKey();
  const names = useKeyNames();
  const apply = (chosen: string) =>
    onChange({ key: undefined, correlationId: undefined, search: undefined, ...filterFor(chosen, names) });
  const isBare = parseSearchText(text)?.kind === 'value';
  return (
    <Autocomplete
      ref={field}
      size="xs"
      flex="0 1 330px"
      miw={200}
      aria-label={texts.searchLabel}
      placeholder={texts.search}
      leftSection={<IconSearch size={14} />}
      value={text}
      onChange={setText}
      onOptionSubmit={apply}
      onClear={() => apply('')}
      clearable
      data={isBare ? filtersFor(text, names).map(searchTextOf) : []}
      filter={({ options }) => options}
      onKeyDown={event => {
        // An option that is marked submits itself.
        if (event.key === 'Enter' && !event.currentTarget.getAttribute('aria-activedescendant')) apply(text);
      }}
    />
  );
}

function TimeRange({ search, onChange }: Pick<ExecutionFiltersProps, 'search' | 'onChange'>) {
  const hasExact = search.from !== undefined || search.to !== undefined;
  const [isExact, setExact] = useState(hasExact);
  const choose = (value: string | null) => {
    setExact(value === 'exact');
    const isPreset = value !== null && value !== 'all' && value !== 'exact';
    onChange({ range: isPreset ? (value as RangePreset) : undefined, from: undefined, to: undefined });
  };
  return (
    <>
      <Select
        w={130}
        aria-label={texts.range}
        data={Object.entries(texts.ranges).map(([value, label]) => ({ value, label }))}
        value={search.range ?? (isExact || hasExact ? 'exact' : 'all')}
        onChange={choose}
        allowDeselect={false}
      />
      {(isExact || hasExact) &&
        search.range === undefined &&
        (['from', 'to'] as const).map(end => (
          <TextInput
            key={end}
            type="datetime-local"
            step={1}
            w={190}
            aria-label={texts[end]}
            title={texts[end]}
            value={toLocalInput(search[end])}
            onChange={event => onChange({ range: undefined, [end]: toInstant(event.currentTarget.value) })}
          />
        ))}
    </>
  );
}
