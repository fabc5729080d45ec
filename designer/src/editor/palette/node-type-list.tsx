import { Text, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { type KeyboardEvent, type RefObject, useId, useMemo, useState } from 'react';
import { NodeIcon } from '../canvas/node-icon.tsx';
import { messages } from '../messages.ts';
import classes from './node-type-list.module.css';

interface Choice {
  key: string;
  title: string;
  description: string;
  icon: Parameters<typeof NodeIcon>[0]['manifest'];
  choose: () => void;
  /** Node type, when it can be dragged onto the canvas. */
  dragType?: string;
}

export interface ChoiceGroup {
  title: string;
  choices: Choice[];
}

interface NodeTypeListProps {
  label: string;
  searchLabel: string;
  autoFocus?: boolean;
  groups: (search: string) => ChoiceGroup[];
  onDragStart?: (event: React.DragEvent, type: string) => void;
  searchRef?: RefObject<HTMLInputElement | null>;
}

/** A search field and what it finds, in groups; arrow keys and Enter work from the field. */
export function NodeTypeList(props: NodeTypeListProps) {
  const { label, searchLabel, autoFocus = false, groups, onDragStart, searchRef } = props;
  const listId = useId();
  const [search, setSearch] = useState('');
  const [active, setActive] = useState(0);
  const found = useMemo(() => groups(search).filter(({ choices }) => choices.length > 0), [groups, search]);
  const choices = found.flatMap(group => group.choices);
  const current = Math.min(active, choices.length - 1);

  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      const next = Math.max(0, Math.min(choices.length - 1, current + step));
      setActive(next);
      document.getElementById(`${listId}-${choices[next]?.key}`)?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter') {
      event.preventDefault();
      choices[current]?.choose();
    }
  };

  return (
    <div className={classes['list']}>
      <TextInput
        ref={searchRef}
        role="combobox"
        aria-label={searchLabel}
        aria-expanded
        aria-controls={listId}
        aria-activedescendant={choices[current] ? `${listId}-${choices[current].key}` : undefined}
        placeholder={searchLabel}
        leftSection={<IconSearch size={13} aria-hidden />}
        value={search}
        data-autofocus={autoFocus || undefined}
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- opened by the user to be typed into
        autoFocus={autoFocus}
        onChange={event => {
          setSearch(event.currentTarget.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div id={listId} role="listbox" aria-label={label} className={classes['choices']}>
        {found.map(group => (
          <div key={group.title} role="group" aria-label={group.title}>
            <div className={classes['group']} aria-hidden>
              {group.title}
            </div>
            {group.choices.map(choice => (
              <div
                key={choice.key}
                id={`${listId}-${choice.key}`}
                role="option"
                tabIndex={-1}
                aria-selected={choice === choices[current]}
                className={classes['choice']}
                title={choice.description}
                draggable={choice.dragType !== undefined}
                onDragStart={event => choice.dragType !== undefined && onDragStart?.(event, choice.dragType)}
                onClick={choice.choose}
                onKeyDown={event => event.key === 'Enter' && choice.choose()}
              >
                <NodeIcon manifest={choice.icon} size={16} />
                <span className={classes['texts']}>
                  <span>{choice.title}</span>
                  <span className={classes['description']}>{choice.description}</span>
                </span>
              </div>
            ))}
          </div>
        ))}
        {choices.length === 0 && (
          <Text size="sm" c="dimmed" p="xs">
            {messages.palette.nothing(search)}
          </Text>
        )}
      </div>
    </div>
  );
}
