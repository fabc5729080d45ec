import { UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { type KeyboardEvent, useMemo, useState } from 'react';
import classes from './body-view.module.css';
import { messages } from './messages.ts';
import { treeMove } from './tree-keys.ts';
import { toggledToShow, type TreeRow, treeRows } from './tree-rows.ts';
import { VirtualLines } from './virtual-lines.tsx';

interface ValueTreeProps {
  value: unknown;
  label: string;
  /** JSON pointer of what is pointed out. */
  marked?: string | undefined;
  /** With the JSON pointer of what was clicked, or entered. Left out: nothing can be chosen. */
  onChoose?: (path: string) => void;
}

/** A JSON value as a tree that opens and closes. */
export function ValueTree({ value, label, marked, onChoose }: ValueTreeProps) {
  const [toggled, setToggled] = useState(() => (marked ? toggledToShow(value, marked) : new Set<string>()));
  const rows = useMemo(() => treeRows(value, toggled), [value, toggled]);
  const [active, setActive] = useState(() =>
    Math.max(
      0,
      rows.findIndex(({ path }) => path === marked),
    ),
  );
  const current = Math.min(active, rows.length - 1);
  const toggle = (path: string) => {
    const next = new Set(toggled);
    if (!next.delete(path)) next.add(path);
    setToggled(next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const move = event.ctrlKey || event.metaKey || event.altKey ? undefined : treeMove(event.key, rows, current);
    if (move === undefined) return;
    event.preventDefault();
    if (onChoose && event.key === 'Enter') {
      onChoose(rows[current]?.path ?? '');
      return;
    }
    if ('to' in move) setActive(move.to);
    else toggle(move.toggle);
  };
  const itemProps = (index: number) => {
    const { depth = 0, size, isOpen } = rows[index] ?? {};
    return {
      'aria-level': depth + 1,
      ...(size ? { 'aria-expanded': isOpen } : {}),
      'aria-selected': index === current,
      ...(onChoose ? { 'data-choosable': true } : {}),
    };
  };
  const onActive = (index: number) => {
    setActive(index);
    onChoose?.(rows[index]?.path ?? '');
  };
  return (
    <VirtualLines
      label={label}
      count={rows.length}
      tree={{ active: current, onKeyDown, onActive, itemProps }}
      render={index => {
        const row = rows[index];
        return row && <Row row={row} isMarked={row.path === marked} onToggle={() => toggle(row.path)} />;
      }}
    />
  );
}

function Row({ row, isMarked, onToggle }: { row: TreeRow; isMarked: boolean; onToggle: () => void }) {
  const { name, value, size, isOpen, depth } = row;
  const Icon = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <span className={classes['row']} style={{ paddingLeft: depth * 14 }} data-marked={isMarked || undefined}>
      {size === undefined ? (
        <span className={classes['leaf']} />
      ) : (
        <UnstyledButton
          className={classes['toggle']}
          tabIndex={-1}
          aria-hidden
          aria-label={messages.toggle(name)}
          onClick={event => {
            // To open it is not to choose it.
            event.stopPropagation();
            onToggle();
          }}
        >
          <Icon size={12} />
        </UnstyledButton>
      )}
      {name !== '' && <span className={classes['name']}>{name}</span>}
      {size === undefined ? (
        <span className={classes['value']} data-type={value === null ? 'null' : typeof value}>
          {JSON.stringify(value)}
        </span>
      ) : (
        <span className={classes['size']}>{Array.isArray(value) ? `[${size}]` : `{${size}}`}</span>
      )}
    </span>
  );
}
